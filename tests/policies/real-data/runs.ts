/** Every real data set under a policy, and the errors that must be found there: those of ../shared/datasets/DEFECTS.md. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { scalabelClass } from '../../../src/formats/scalabel/scalabel'
import type { Parsed } from '../../../src/formats/parsed'
import { POLICIES_FOLDER } from '../clause-table'
import { classId, coco, crowdHuman, kitti, kittiClass, labelme, scalabel, voc, type Known } from './sets'
import { soundPolicy } from './sound'

export interface Run {
  readonly set: string
  readonly policy: string
  read(): Parsed
  /** Text of the policy. */
  text(parsed: Parsed): string
  classes(parsed: Parsed): (name: string) => string
  readonly known?: Known
  readonly images: number
  readonly labels: number
  /** Rule → how many findings that claim something to be wrong; nothing else may be found. */
  readonly finds: Readonly<Record<string, number>>
  /** Problems of the reader: code → how many. */
  readonly problems?: Readonly<Record<string, number>>
  /** Rules with questions that nobody has answered yet. */
  readonly asks?: readonly string[]
  /** What the findings are, and why what DEFECTS.md counts otherwise is right. */
  readonly why: string
}

const shipped = (path: string) => (): string => readFileSync(join(POLICIES_FOLDER, path), 'utf8')
const names = (parsed: Parsed): string[] =>
  [...new Set(parsed.images.flatMap((i) => i.labels.map((l) => l.class)))].sort()

/** Each class of the set stands for one of COCO's 80, in the order of their names. */
function cocoClasses(parsed: Parsed): (name: string) => string {
  const { classes } = parse(shipped('coco/1.0.0.yaml')()) as { classes: Record<string, { abstract?: boolean }> }
  const drawable = Object.keys(classes).filter((id) => !classes[id]?.abstract && id !== 'person')
  const order = new Map(names(parsed).map((name, i) => [name, drawable[i] ?? 'person']))
  return (name) => order.get(name) ?? name
}

const sound = {
  policy: 'sound (tests)',
  text: (parsed: Parsed): string => soundPolicy(names(parsed).map(classId)),
  classes: () => classId,
  known: { attributes: ['iscrowd'] },
}

const BLOOD: Readonly<Record<string, string>> = { RBC: 'red_cell', WBC: 'white_cell', Platelets: 'platelet' }

export const RUNS: readonly Run[] = [
  {
    set: 'bccd',
    policy: 'blood-cells 1.0.0',
    read: () => voc('bccd/Annotations'),
    text: shipped('blood-cells/1.0.0.yaml'),
    classes: () => (name) => BLOOD[name] ?? name,
    known: { attributes: [] },
    images: 364,
    labels: 4888,
    finds: { G2: 2, G3: 4, R1: 7, P3: 7, X1: 4888 },
    asks: ['I3', 'I5', 'M1'],
    why: 'G2: the 2 boxes without area; G3 tells the same 2 again, once for each side. R1: the 7 duplicates. P3 (warning): 7 platelets of 71 px and more, which nobody counted there; a second look is what the rule wants. X1: every imported box waits for a look.',
  },
  {
    set: 'raccoon',
    policy: 'pascal-voc 2.0.0',
    read: () => voc('raccoon/annotations'),
    text: shipped('pascal-voc/2.0.0.yaml'),
    classes: () => () => 'cat',
    images: 200,
    labels: 217,
    finds: {},
    asks: ['A1', 'M1'],
    why: 'Nothing, as counted. The 4 pairs of equal photos are not in the labels of any one image.',
  },
  {
    set: 'kitti',
    policy: 'kitti-object 1.0.0',
    read: () => kitti('kitti/training'),
    text: shipped('kitti-object/1.0.0.yaml'),
    classes: () => kittiClass,
    images: 3,
    labels: 10,
    finds: {},
    why: 'Nothing, as counted.',
  },
  {
    set: 'crowdhuman-one',
    policy: 'crowdhuman 1.0.0',
    read: () => crowdHuman('crowdhuman-one/test_annotation_train.odgt'),
    text: shipped('crowdhuman/1.0.0.yaml'),
    classes: () => (name) => name,
    images: 1,
    labels: 7,
    finds: {},
    why: 'Nothing, as counted. Person 1 says occ 0 with a full box of 2,017 and a visible one of 1,332 px: the image ends there (CH-6).',
  },
  {
    set: 'scalabel (4 cars)',
    policy: 'bdd100k 1.0.0',
    read: () => scalabel('scalabel/testcases/example_annotation.json'),
    text: shipped('bdd100k/1.0.0.yaml'),
    classes: () => scalabelClass,
    images: 1,
    labels: 4,
    finds: {},
    asks: ['M1'],
    why: 'A test vector, not counted there. No two masks overlap. Nobody has said weather, scene and time.',
  },
  {
    set: 'coco-keypoints',
    policy: 'coco 1.0.0',
    read: () => coco('coco-keypoints/coco/test_coco.json'),
    text: shipped('coco/1.0.0.yaml'),
    classes: () => classId,
    known: { roles: ['visible', 'pose'] },
    images: 4,
    labels: 14,
    finds: { W1: 14 },
    why: 'W1: nobody has judged these outlines, which is no defect. All visible keypoints lie in their outlines.',
  },
  {
    ...sound,
    set: 'coco-keypoints',
    read: () => coco('coco-keypoints/coco/test_coco.json'),
    images: 4,
    labels: 14,
    finds: { D6: 4 },
    why: 'D6: the 4 persons with a keypoint more than 1 px outside of the box.',
  },
  {
    set: 'taco',
    policy: 'coco 1.0.0',
    read: () => coco('taco/annotations.json'),
    text: shipped('coco/1.0.0.yaml'),
    classes: cocoClasses,
    known: { roles: ['visible'] },
    images: 1500,
    labels: 4784,
    finds: { W1: 4784, shape: 84, C4: 343 },
    problems: { 'format.repeated-id': 2 },
    why: 'shape: the 84 invalid polygons. W1: nobody has judged the outlines. C4 (warning): images with more than 15 objects of a class, which COCO would sum up in a crowd; TACO has no crowds. Each of the 59 classes stands for one of COCO’s.',
  },
  {
    ...sound,
    set: 'taco',
    read: () => coco('taco/annotations.json'),
    images: 1500,
    labels: 4784,
    finds: { D1: 84, D2: 7, D3: 6, D4: 1 },
    problems: { 'format.repeated-id': 2 },
    why: 'D1: 84 invalid polygons, 57 crossing and 27 touching. D2: 7 boxes outside, D3: 6 polygons. D4: the pair 1635 and 1631. Ids 309 and 4040 stand twice.',
  },
  {
    ...sound,
    set: 'lvis-100',
    read: () => coco('lvis-100/lvis_val_100.json'),
    images: 100,
    labels: 977,
    finds: { D4: 8, D5: 13 },
    asks: ['image'],
    why: 'D4 (warning): the 8 pairs of two classes. D5: the 13 boxes that were turned by 90°. 7 images without labels are asked about.',
  },
  {
    ...sound,
    set: 'nuts (COCO)',
    read: () => coco('nuts/trainval.json'),
    images: 18,
    labels: 165,
    finds: {},
    why: 'Nothing, as counted.',
  },
  {
    ...sound,
    set: 'nuts (labelme)',
    read: () => labelme('nuts/images'),
    images: 18,
    labels: 165,
    finds: {},
    why: 'Nothing, as counted.',
  },
  {
    ...sound,
    set: 'labelme-examples',
    read: () => labelme('labelme-examples'),
    images: 15,
    labels: 53,
    finds: { D1: 2, D3: 1 },
    problems: { 'format.field': 2 },
    asks: ['image'],
    why: 'D1: the 2 persons that cross themselves, D3: the chair 0.385 px outside. Problems: the imagePath that names the JSON, and the one mask (a picture inside the JSON), which the reader leaves out. 2 images without labels are asked about.',
  },
  {
    ...sound,
    set: 'coco-photos (VisDrone)',
    read: () => coco('coco-photos/coco_utils/visdrone2019-det-train-first50image.json'),
    images: 50,
    labels: 3326,
    finds: {},
    asks: ['image'],
    why: 'Nothing, as counted. 2 images without labels are asked about.',
  },
  {
    ...sound,
    set: 'label-studio (COCO)',
    read: () => coco('label-studio/test_import_coco/coco_import_input.json'),
    images: 2,
    labels: 2,
    finds: { D5: 1 },
    why: 'D5: annotation 1000, whose box is 324 px off its polygon.',
  },
]
