/** Parts of the File System Access API that TypeScript's DOM library does not hold (they are not in every browser). */
interface FileSystemHandle {
  queryPermission(descriptor: { readonly mode: 'read' | 'readwrite' }): Promise<PermissionState>
  requestPermission(descriptor: { readonly mode: 'read' | 'readwrite' }): Promise<PermissionState>
}
interface DataTransferItem {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>
}
interface Window {
  showDirectoryPicker(options?: {
    readonly id?: string
    readonly mode?: 'read' | 'readwrite'
  }): Promise<FileSystemDirectoryHandle>
}
