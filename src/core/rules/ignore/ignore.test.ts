import { describeCases } from '../../policy/cases.test-support'

describeCases(
  'for whom an ignore stands (KIT-5: DontCare stands for all; KIT-7: neighbours say it)',
  `
reasons: {ignore: [dont_care, crowd]}
classes: {car: {}, van: {}, region: {disposition: ignore}}
rules:
  - {id: D, kind: ignore, for: region, always: true, reason: dont_care, applies_to: all}
  - {id: C, kind: ignore, for: [car, van], reason: crowd, applies_to: required}
cases:
  - {name: a region that is positive, image: [99, 99], annotation: {class: region, disposition: positive, visible: [0, 0, 9, 9]}, expect: [D: {verdict: fail, fix: set_disposition}]}
  - {name: a region for itself only, image: [99, 99], annotation: {class: region, reason: dont_care, visible: [0, 0, 9, 9]}, expect: [D: {verdict: fail, fix: set_disposition}]}
  - {name: a region for all, image: [99, 99], annotation: {class: region, reason: dont_care, applies_to: all, visible: [0, 0, 9, 9]}, expect: [D: pass]}
  - {name: a crowd of cars that does not say for whom it stands, image: [99, 99], annotation: {class: car, disposition: ignore, reason: crowd, visible: [0, 0, 9, 9]}, expect: [C: {verdict: undecided, asks: applies_to}]}
  - {name: a crowd of cars and vans, image: [99, 99], annotation: {class: car, disposition: ignore, reason: crowd, applies_to: [car, van], visible: [0, 0, 9, 9]}, expect: [C: pass]}
`,
)

describeCases(
  'a band with its ends and its answers (VOC-4: less than 10-20 % visible)',
  `
reasons: {ignore: [too_hidden]}
classes: {person: {}}
questions: {told: {ask: Can you tell what it is?, answers: ['yes', 'no', unsure], for: person}}
rules:
  - {id: B, kind: ignore, for: person, band: {measure: visibility, from: 0.1, to: 0.2, ends: '[]', ask: told, as_below: ['no'], as_above: ['yes']}, reason: too_hidden}
cases:
  - {name: 9 % visible, image: [200, 200], annotation: {class: person, visible: [0, 0, 9, 100], full: [0, 0, 100, 100]}, expect: [B: fail]}
  - {name: exactly 10 % is inside, image: [200, 200], annotation: {class: person, visible: [0, 0, 10, 100], full: [0, 0, 100, 100]}, expect: [B: {verdict: undecided, asks: told}]}
  - {name: exactly 20 % is inside, image: [200, 200], annotation: {class: person, visible: [0, 0, 20, 100], full: [0, 0, 100, 100]}, expect: [B: undecided]}
  - {name: 21 %, image: [200, 200], annotation: {class: person, visible: [0, 0, 21, 100], full: [0, 0, 100, 100]}, expect: [B: pass]}
  - {name: inside and no, image: [200, 200], annotation: {class: person, visible: [0, 0, 15, 100], full: [0, 0, 100, 100], answers: {told: 'no'}}, expect: [B: fail]}
  - {name: inside and yes, image: [200, 200], annotation: {class: person, visible: [0, 0, 15, 100], full: [0, 0, 100, 100], answers: {told: 'yes'}}, expect: [B: pass]}
  - {name: 'inside, yes and ignored all the same', image: [200, 200], annotation: {class: person, visible: [0, 0, 15, 100], full: [0, 0, 100, 100], answers: {told: 'yes'}, disposition: ignore, reason: too_hidden}, expect: [B: fail]}
  - {name: inside and unsure leaves both free, image: [200, 200], annotation: {class: person, visible: [0, 0, 15, 100], full: [0, 0, 100, 100], answers: {told: unsure}, disposition: ignore, reason: too_hidden}, expect: [B: pass]}
`,
)
