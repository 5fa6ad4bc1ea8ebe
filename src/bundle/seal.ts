import { canonicalJson } from './canonical'
import type { Hasher } from './hash'
import type { Manifest } from './manifest'

/** Digest of a manifest: SHA-256 over its canonical form with the digest itself left out. */
export async function digestOf(manifest: Omit<Manifest, 'digest'>, hasher: Hasher): Promise<Manifest['digest']> {
  return (await hasher.of(new TextEncoder().encode(canonicalJson({ ...manifest, digest: undefined })))).sha256
}
