import { describeCases } from '../../policy/cases.test-support'

describeCases(
  'what an answer makes of a label (VOC-16: a picture counts only when it is photorealistic)',
  `
reasons: {ignore: [undecidable], negative: [drawing]}
classes: {cat: {}}
questions:
  photo: {ask: Is it photorealistic?, answers: ['yes', 'no', cannot_tell], for: cat, when: "attribute.picture"}
attributes: {picture: {type: bool}}
rules:
  - {id: P, kind: class_scope, for: cat, ask: photo, answers: {'yes': positive, 'no': {then: negative, reason: drawing}, cannot_tell: {then: ignore, reason: undecidable}}}
cases:
  - {name: a living cat is not asked about, image: [100, 100], annotation: {class: cat, visible: [0, 0, 9, 9], attributes: {picture: false}}, expect: [P: pass]}
  - {name: a picture is, image: [100, 100], annotation: {class: cat, visible: [0, 0, 9, 9], attributes: {picture: true}}, expect: [P: {verdict: undecided, asks: photo}]}
  - {name: while nobody said whether it is a picture nothing is asked, image: [100, 100], annotation: {class: cat, visible: [0, 0, 9, 9]}, expect: [P: pass]}
  - {name: a drawing is negative, image: [100, 100], annotation: {class: cat, visible: [0, 0, 9, 9], attributes: {picture: true}, answers: {photo: 'no'}}, expect: [P: {verdict: fail, fix: set_disposition}]}
  - {name: a photograph of a cat is no negative, image: [100, 100], annotation: {class: cat, visible: [0, 0, 9, 9], disposition: negative, reason: drawing, attributes: {picture: true}, answers: {photo: 'yes'}}, expect: [P: fail]}
  - {name: a photograph may be ignored for another reason, image: [100, 100], annotation: {class: cat, visible: [0, 0, 9, 9], disposition: ignore, reason: undecidable, attributes: {picture: true}, answers: {photo: 'yes'}}, expect: [P: pass]}
`,
)

describeCases(
  'another class by state (WY-11: a cyclist who pushes is a pedestrian) and by missing evidence (NS-10: a bus without a seen joint is rigid)',
  `
classes: {pedestrian: {}, cyclist: {}, bendy_bus: {fallback: rigid_bus}, rigid_bus: {}}
questions:
  riding: {ask: Is it in riding position?, answers: ['yes', 'no'], for: cyclist}
  joint: {ask: Is the joint seen?, answers: ['yes', 'no'], for: bendy_bus}
rules:
  - {id: R, kind: class_scope, for: cyclist, when: "answer.riding == 'no'", then_class: pedestrian}
  - {id: J, kind: class_scope, for: bendy_bus, when: "answer.joint == 'no'", then_class: fallback}
cases:
  - {name: riding, image: [100, 100], annotation: {class: cyclist, visible: [0, 0, 9, 9], answers: {riding: 'yes'}}, expect: [R: pass]}
  - {name: pushing, image: [100, 100], annotation: {class: cyclist, visible: [0, 0, 9, 9], answers: {riding: 'no'}}, expect: [R: {verdict: fail, fix: set_class}]}
  - {name: nobody said, image: [100, 100], annotation: {class: cyclist, visible: [0, 0, 9, 9]}, expect: [R: {verdict: undecided, asks: riding}]}
  - {name: a joint that is seen, image: [100, 100], annotation: {class: bendy_bus, visible: [0, 0, 9, 9], answers: {joint: 'yes'}}, expect: [J: pass]}
  - {name: no joint seen, image: [100, 100], annotation: {class: bendy_bus, visible: [0, 0, 9, 9], answers: {joint: 'no'}}, expect: [J: {verdict: fail, fix: set_class}]}
`,
)

describeCases(
  'the most specific class (OI-3: a limousine is never boxed as car)',
  `
classes: {vehicle: {abstract: true}, car: {is_a: vehicle}, limousine: {is_a: car}, boat: {is_a: vehicle}}
questions: {closer: {ask: Is it one of the closer classes?, answers: ['yes', none_fits], for: car}}
rules:
  - {id: S, kind: class_scope, for: vehicle, most_specific: {unless: "answer.closer == 'none_fits'"}}
cases:
  - {name: a car of which nobody said whether a closer class fits, image: [100, 100], annotation: {class: car, visible: [0, 0, 9, 9]}, expect: [S: {verdict: undecided, asks: closer}]}
  - {name: a car that could be closer, image: [100, 100], annotation: {class: car, visible: [0, 0, 9, 9], answers: {closer: 'yes'}}, expect: [S: {verdict: fail, fix: set_class}]}
  - {name: a car where none fits, image: [100, 100], annotation: {class: car, visible: [0, 0, 9, 9], answers: {closer: none_fits}}, expect: [S: pass]}
  - {name: a limousine, image: [100, 100], annotation: {class: limousine, visible: [0, 0, 9, 9]}, expect: [S: pass]}
  - {name: a boat has no closer class, image: [100, 100], annotation: {class: boat, visible: [0, 0, 9, 9]}, expect: [S: pass]}
`,
)

describeCases(
  'what must hold of a group (OI-6: more than five, touching, hiding each other)',
  `
classes: {person: {}, people: {fallback: person}}
questions:
  over_5: {ask: More than 5?, answers: ['yes', 'no'], for: people}
  touching: {ask: Do they touch?, answers: ['yes', 'no'], for: people}
  hiding: {ask: Do they hide each other?, answers: ['yes', 'no'], for: people}
rules:
  - {id: G, kind: class_scope, for: people, require: "answer.over_5 == 'yes' && answer.touching == 'yes' && answer.hiding == 'yes'"}
cases:
  - {name: all three, image: [100, 100], annotation: {class: people, visible: [0, 0, 9, 9], answers: {over_5: 'yes', touching: 'yes', hiding: 'yes'}}, expect: [G: pass]}
  - {name: one no is enough, image: [100, 100], annotation: {class: people, visible: [0, 0, 9, 9], answers: {touching: 'no'}}, expect: [G: {verdict: fail, fix: set_class}]}
  - {name: the first unanswered question is asked, image: [100, 100], annotation: {class: people, visible: [0, 0, 9, 9], answers: {over_5: 'yes', touching: 'yes'}}, expect: [G: {verdict: undecided, asks: hiding}]}
`,
)

describeCases(
  'a guard on the question: asked only where the object is small',
  `
classes: {pedestrian: {}}
questions: {sure: {ask: Sure?, answers: ['yes', 'no'], for: pedestrian}}
rules:
  - {id: Q, kind: class_scope, for: pedestrian, ask: sure, when: "visible.height < 60"}
cases:
  - {name: 59 px is asked, image: [100, 100], annotation: {class: pedestrian, visible: [0, 0, 9, 59]}, expect: [Q: undecided]}
  - {name: 60 px is not, image: [100, 100], annotation: {class: pedestrian, visible: [0, 0, 9, 60]}, expect: [Q: pass]}
`,
)
