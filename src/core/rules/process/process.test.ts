import { describeCases } from '../../policy/cases.test-support'

describeCases(
  'who made it and who looked (OI-8, WF-6: two others cross-check)',
  `
people: {bo: reviewer, lea: lead}
classes: {face: {}}
rules:
  - {id: P, kind: process, provenance: [hand, fix]}
  - {id: T, kind: process, second_look: {at_least: 2, when: "visible.height < 30"}}
  - {id: R, kind: process, second_look: {by: reviewer}}
  - {id: I, kind: process, second_look: {of: image}}
cases:
  - {name: imported, image: [99, 99], annotation: {class: face, how: import, visible: [0, 0, 9, 9]}, expect: [P: fail]}
  - {name: by hand, image: [99, 99], annotation: {class: face, how: hand, visible: [0, 0, 9, 9]}, expect: [P: pass]}
  - {name: one other looked at a small face, image: [99, 99], annotation: {class: face, made_by: ann, reviewed: [bo], visible: [0, 0, 9, 29]}, expect: [T: fail, R: pass]}
  - {name: two others did, image: [99, 99], annotation: {class: face, made_by: ann, reviewed: [bo, cy], visible: [0, 0, 9, 29]}, expect: [T: pass]}
  - {name: one person twice counts once, image: [99, 99], annotation: {class: face, made_by: ann, reviewed: [bo, bo], visible: [0, 0, 9, 29]}, expect: [T: fail]}
  - {name: the maker does not count, image: [99, 99], annotation: {class: face, made_by: ann, reviewed: [ann, bo], visible: [0, 0, 9, 29]}, expect: [T: fail]}
  - {name: a large face needs no two, image: [99, 99], annotation: {class: face, made_by: ann, visible: [0, 0, 9, 30]}, expect: [T: pass, R: fail]}
  - {name: a labeler is no reviewer, image: [99, 99], annotation: {class: face, made_by: ann, reviewed: [cy], visible: [0, 0, 9, 30]}, expect: [R: fail]}
  - {name: a lead may do what a reviewer may, image: [99, 99], annotation: {class: face, made_by: ann, reviewed: [lea], visible: [0, 0, 9, 30]}, expect: [R: pass, I: fail]}
  - {name: the image looked at by another one, image: [99, 99], reviewed: [bo], annotation: {class: face, made_by: ann, visible: [0, 0, 9, 30]}, expect: [I: pass]}
  - {name: by one who made a label of it, image: [99, 99], reviewed: [ann], annotation: {class: face, made_by: ann, visible: [0, 0, 9, 30]}, expect: [I: fail]}
`,
)
