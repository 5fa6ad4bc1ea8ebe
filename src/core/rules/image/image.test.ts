import { describeCases } from '../../policy/cases.test-support'

describeCases(
  'what is said of the image (BDD-1, VOC-1, VOC-12, OI-2)',
  `
tags: {light: [day, night, undefined], weather: {options: [clear, rain, fog], many: true}}
attributes: {road: {options: [dry, wet], scope: image, when: "'rain' in tag.weather"}, lens: {type: number, scope: image}}
questions:
  why: {ask: Why is it bad?, answers: [blur, collage], when: "image.usable == 'no'"}
classes: {thing: {abstract: true}, car: {is_a: thing}, bus: {is_a: thing}}
rules:
  - {id: A, kind: image, require_answers: [usable, exhaustive.*]}
  - {id: T, kind: image, require_answers: [tag.weather, attribute.road]}
  - {id: W, kind: image, require_answers: [why]}
  - {id: N, kind: image, when: "tag.light == 'night'", require_answers: [attribute.lens]}
  - {id: V, kind: geometry, for: thing, require: "own_coverage in ['exhaustive', 'partial']"}
cases:
  - {name: each class is asked, image: [99, 99], usable: 'yes', coverage: {car: absent}, nothing_here: false, annotation: {class: bus, visible: [0, 0, 9, 9]}, expect: [A: {verdict: undecided, asks: bus}]}
  - {name: all said, image: [99, 99], usable: 'yes', coverage: {car: absent, bus: exhaustive}, annotation: {class: bus, visible: [0, 0, 9, 9]}, expect: [A: pass, V: pass]}
  - {name: several tags, image: [99, 99], tags: {weather: [fog, rain]}, attributes: {road: wet}, annotation: {class: bus, visible: [0, 0, 9, 9]}, expect: [T: pass]}
  - {name: the road is asked about in rain, image: [99, 99], tags: {weather: [rain]}, annotation: {class: bus, visible: [0, 0, 9, 9]}, expect: [T: {verdict: undecided, asks: road}]}
  - {name: not in fog, image: [99, 99], tags: {weather: [fog]}, annotation: {class: bus, visible: [0, 0, 9, 9]}, expect: [T: pass]}
  - {name: the weather is asked, image: [99, 99], annotation: {class: bus, visible: [0, 0, 9, 9]}, expect: [T: {verdict: undecided, asks: weather}]}
  - {name: a usable image is not asked why it is bad, image: [99, 99], usable: 'yes', annotation: {class: bus, visible: [0, 0, 9, 9]}, expect: [W: pass]}
  - {name: a bad one is, image: [99, 99], usable: 'no', expect: [W: {verdict: undecided, asks: why}, A: pass]}
  - {name: a bad one that says why, image: [99, 99], usable: 'no', answers: {why: collage}, expect: [W: pass]}
  - {name: by night the lens is asked, image: [99, 99], tags: {light: night}, annotation: {class: bus, visible: [0, 0, 9, 9]}, expect: [N: {verdict: undecided, asks: lens}]}
  - {name: by day not, image: [99, 99], tags: {light: day}, annotation: {class: bus, visible: [0, 0, 9, 9]}, expect: [N: pass]}
  - {name: a box of a class of which nothing was said, image: [99, 99], annotation: {class: bus, visible: [0, 0, 9, 9]}, expect: [V: {verdict: undecided, asks: bus}]}
`,
)

describeCases(
  'attributes of the image',
  `
attributes: {road: {options: [dry, wet], scope: image, required_when: "image.count > 1"}, lens: {type: number, range: [1, 9], scope: image}}
classes: {car: {}}
cases:
  - {name: one label, image: [99, 99], annotation: {class: car, visible: [0, 0, 9, 9]}, expect: [attribute: pass]}
  - {name: two labels, image: [99, 99], annotations: [{class: car, visible: [0, 0, 9, 9]}, {class: car, visible: [0, 0, 9, 8]}], expect: [attribute: {verdict: undecided, asks: road}]}
  - {name: it is said, image: [99, 99], attributes: {road: unknown}, annotations: [{class: car, visible: [0, 0, 9, 9]}, {class: car, visible: [0, 0, 9, 8]}], expect: [attribute: pass]}
  - {name: a value that it has not, image: [99, 99], attributes: {lens: 10}, annotation: {class: car, visible: [0, 0, 9, 9]}, expect: [attribute: fail]}
  - {name: an attribute of labels is none of the image, image: [99, 99], attributes: {rode: dry}, annotation: {class: car, visible: [0, 0, 9, 9]}, expect: [attribute: fail]}
`,
)
