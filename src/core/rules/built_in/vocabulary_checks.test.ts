import { describeCases } from '../../policy/cases.test-support'

describeCases(
  'what a class says itself: needs by disposition, equal roles, look-alikes (CTP-4, VOC-15, CTP-2, NS-8)',
  `
reasons: {ignore: [group, reflection], negative: [fake]}
look_alikes: [poster, reflection, mannequin]
skeletons: {face: {points: [eye, nose], edges: [[eye, nose]]}}
classes:
  person:
    look_alikes: {poster: {then: negative, reason: fake}, reflection: {then: ignore, reason: reflection}, mannequin: positive}
    roles: {visible: {need: required}, full: {need: {positive: required, ignore: forbidden, else: optional}}, pose: {shape: keypoints, skeleton: face}}
  child: {is_a: person, look_alikes: {mannequin: {then: negative, reason: fake}}}
  sitting: {roles: {visible: {need: required}, full: {need: required, equal: visible, tolerance: 1}}}
  riders: {}
attributes: {dummy: {type: bool, scope: group}}
cases:
  - {name: a positive needs full, image: [99, 99], annotation: {class: person, visible: [0, 0, 9, 9]}, expect: [role: {verdict: fail, asks: full}]}
  - {name: a negative does not, image: [99, 99], annotation: {class: person, disposition: negative, reason: fake, visible: [0, 0, 9, 9]}, expect: [role: pass]}
  - {name: an ignored one must not have it, image: [99, 99], annotation: {class: person, disposition: ignore, reason: group, visible: [0, 0, 9, 9], full: [0, 0, 9, 9]}, expect: [role: {verdict: fail, fix: remove_role}]}
  - {name: equal roles within 1 px, image: [99, 99], annotation: {class: sitting, visible: [0, 0, 9, 9], full: [0, 0, 10, 9]}, expect: [equal: pass]}
  - {name: by 2 px, image: [99, 99], annotation: {class: sitting, visible: [0, 0, 9, 9], full: [0, 0, 11, 9]}, expect: [equal: {verdict: fail, fix: set_shape}]}
  - {name: a missing equal role is offered as a copy, image: [99, 99], annotation: {class: sitting, visible: [0, 0, 9, 9]}, expect: [role: {verdict: fail, fix: set_shape}]}
  - {name: a positive poster, image: [99, 99], annotation: {class: person, look_alike: poster, visible: [0, 0, 9, 9], full: [0, 0, 9, 9]}, expect: [look_alikes: {verdict: fail, fix: set_disposition}]}
  - {name: a positive mannequin, image: [99, 99], annotation: {class: person, look_alike: mannequin, visible: [0, 0, 9, 9], full: [0, 0, 9, 9]}, expect: [look_alikes: pass]}
  - {name: the nearest class decides, image: [99, 99], annotation: {class: child, look_alike: mannequin, visible: [0, 0, 9, 9], full: [0, 0, 9, 9]}, expect: [look_alikes: fail]}
  - {name: and what it does not say it inherits, image: [99, 99], annotation: {class: child, look_alike: reflection, visible: [0, 0, 9, 9], full: [0, 0, 9, 9]}, expect: [look_alikes: fail]}
  - {name: a reflection that is ignored as one, image: [99, 99], annotation: {class: child, disposition: ignore, reason: reflection, look_alike: reflection, visible: [0, 0, 9, 9]}, expect: [pass]}
  - {name: a point that the skeleton has not, image: [99, 99], annotation: {class: person, visible: [0, 0, 9, 9], full: [0, 0, 9, 9], pose: {keypoints: {eye: [3, 3, visible], ear: [4, 4, hidden]}}}, expect: [shape: fail]}
  - {name: its own points, image: [99, 99], annotation: {class: person, visible: [0, 0, 9, 9], full: [0, 0, 9, 9], pose: {keypoints: {eye: [3, 3, visible], nose: [4, 4, absent]}}}, expect: [shape: pass]}
  - {name: a group says one thing, image: [99, 99], annotations: [{id: a, class: riders, group: g, attributes: {dummy: true}, visible: [0, 0, 9, 9]}, {id: b, class: riders, group: g, attributes: {dummy: false}, visible: [0, 0, 9, 8]}], expect: [attribute: {verdict: fail, on: a}]}
  - {name: two groups may differ, image: [99, 99], annotations: [{class: riders, group: g, attributes: {dummy: true}, visible: [0, 0, 9, 9]}, {class: riders, group: h, attributes: {dummy: false}, visible: [0, 0, 9, 8]}], expect: [attribute: pass]}
`,
)
