/**
 * A policy for any data set of boxes and outlines: nothing of what is labelled, only that the labels are sound. Its classes
 * are those of the data set. Rules: D1 defects, D2 and D3 inside the image, D4 one object twice (also of two classes), D5 the
 * box is that of its outline, D6 keypoints lie in the box.
 */
export function soundPolicy(classes: readonly string[]): string {
  const list = classes.map((id) => `  ${id}: {is_a: thing}`).join('\n')
  return `groundrule: 1
id: sound
version: 1.0.0
status: draft
title: {en: Sound labels, zh: 完好的标注}
attributes: {iscrowd: {type: bool}}
reasons: {ignore: [crowd]}
skeletons: {person: {points: [${PERSON.join(', ')}]}}
classes:
  thing:
    abstract: true
    roles:
      visible: {}
      box: {shape: box}
      pose: {shape: keypoints, skeleton: person}
${list}
rules:
  - {id: D1, kind: geometry, no_defects: [inverted, zero-area, not-finite, too-few-points, self-crossing, self-touching, too-complex], says: Shapes are sound.}
  - {id: D2, kind: geometry, when: has(box), require: 'box.border >= -0.01', says: Boxes lie inside the image.}
  - {id: D3, kind: geometry, when: has(visible), require: 'visible.border >= -0.01', says: Outlines lie inside the image.}
  - {id: D4, kind: relation, duplicates: {role: box, iou_over: 0.9, with: thing}, severity: warning, override: {who: labeler}, says: Two labels in one place.}
  - {id: D5, kind: geometry, when: 'has(box) && has(visible)', require: 'abs(box.left - visible.left) <= 1.5 && abs(box.top - visible.top) <= 1.5 && abs(box.right - visible.right) <= 1.5 && abs(box.bottom - visible.bottom) <= 1.5', says: The box is that of the outline.}
  - {id: D6, kind: geometry, when: 'has(box) && has(pose)', require: 'contains(box, pose, 1)', says: Keypoints lie in the box.}
`
}

const PERSON = [
  'nose',
  ...['eye', 'ear', 'shoulder', 'elbow', 'wrist', 'hip', 'knee', 'ankle'].flatMap((p) => [`left_${p}`, `right_${p}`]),
]
