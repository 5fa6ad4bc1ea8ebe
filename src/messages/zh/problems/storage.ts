import type { ProblemCode } from '../../../core/model/problem'
import type { Message } from '../../message'

type Codes = Extract<
  ProblemCode,
  | `folder.${string}`
  | `storage.${string}`
  | `sidefile.${string}`
  | `baseline.${string}`
  | `journal.${string}`
  | `sample.${string}`
>

const where = (file: unknown): string => (file === undefined || file === '' ? '' : `“${file}”`)
const why = (reason: unknown): string => (reason === undefined || reason === '' ? '' : `（${reason}）`)

const INVALID: Readonly<Record<string, string>> = {
  json: '不是有效的 JSON',
  schema: '不符合格式',
  'other-image': '属于另一张图像',
}

export const storage: Readonly<Record<Codes, Message>> = {
  'folder.denied': (v) => `浏览器不允许 Groundrule 访问文件夹${where(v.file)}。请重新打开该文件夹并允许访问。`,
  'folder.gone': (v) => `文件夹${where(v.file)}已不存在。如果它被移动或改名，请重新打开。`,
  'folder.unreadable-entry': (v) =>
    v.reason === 'path-too-long'
      ? `路径${where(v.file)}超过 1,024 个字符。请缩短文件夹名称。`
      : `无法读取 ${v.file ?? '某个条目'}${why(v.reason)}。文件夹的其余内容已列出。`,
  'folder.read-only': (v) => `文件夹${where(v.file)}不可写入。标注保存在此浏览器中；如需带走，请导出。`,
  'folder.nothing-dropped': () => '拖入的内容中没有文件夹、图像或标注包。',
  'folder.drop-timeout': (v) =>
    `浏览器在 ${v.seconds} 秒内没有交出该文件夹。系统文件夹会被拒绝；请使用其中的子文件夹。`,
  'storage.failed': (v) => `浏览器存储拒绝了更改${why(v.reason)}。最近的标注尚未保存：请保持此页面打开并重试。`,
  'storage.full': () => '存储空间已满。最近的标注尚未保存：请释放一些空间，保持此页面打开并重试。',
  'storage.newer-version': () => '更新版本的 Groundrule 使用过此浏览器的存储。请刷新页面以获取新版本；数据没有丢失。',
  'storage.blocked': () => '另一个标签页占用着旧版本的存储。请关闭其他 Groundrule 标签页后重试。',
  'storage.other-tab': (v) =>
    `${v.file ?? '该图像'} 同时在另一个标签页中被标注。请重新打开图像查看最新标注；您最近的更改不在其中。`,
  'sidefile.failed': (v) => `无法读取或写入 ${v.file ?? '标注文件'}${why(v.reason)}。标注保存在此浏览器中。`,
  'sidefile.invalid': (v) =>
    `无法使用 ${v.file ?? '标注文件'}：${INVALID[String(v.reason)] ?? v.reason}。该文件保持原样；标注此图像时，会在新文件旁保留其副本。`,
  'sidefile.conflict': (v) =>
    `${v.file ?? '该图像'} 在两处被标注：此浏览器中有 ${v.journal} 个标注，文件夹中有 ${v.side} 个。请选择保留哪一份。`,
  'sidefile.newer-version': (v) =>
    `${v.file ?? '标注文件'} 由更新版本的 Groundrule 写入（格式 ${v.version}；当前版本支持到 ${v.known}）。请更新 Groundrule 后再标注此图像。`,
  'baseline.failed': (v) => `无法读取或写入已接受问题的清单（${v.file ?? 'baseline.json'}）。清单保存在此浏览器中。`,
  'baseline.invalid': (v) =>
    v.reason === 'json'
      ? `${v.file ?? '基线文件'} 不是 JSON。修复或重新写入之前，旧问题一律不被接受。`
      : `${v.file ?? '基线文件'} 不是有效的基线${v.path ? `（位置 ${v.path}）` : ''}。修复或重新写入之前，旧问题一律不被接受。`,
  'baseline.newer-version': (v) =>
    `${v.file ?? '基线文件'} 由更新的版本写入（格式 ${v.version}，此处只认识 ${v.known}）。请使用那个版本。`,
  'sidefile.name-too-long': (v) =>
    `${v.file ?? '标注文件'} 的名称将有 ${v.bytes} 字节；最多 ${v.limit} 字节。请缩短图像名称。在此之前，其标注仅保存在此浏览器中。`,
  'journal.invalid-entry': (v) =>
    v.file === undefined
      ? '此浏览器存储中的一条记录无法读取。该记录保持原样并已跳过。'
      : `${v.file} 历史中的第 ${v.seq} 条记录已损坏。该记录保持原样；为避免覆盖，图像未打开。`,
  'sample.invalid': (v) => `无法打开示例项目${why(v.reason)}。请检查 ${v.file ?? '它'} 是否随应用一起提供。`,
}
