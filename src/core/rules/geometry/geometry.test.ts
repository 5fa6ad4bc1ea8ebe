import { describeCases } from '../../policy/cases.test-support'

describeCases(
  'sizes, raw and clipped, proportions, holes and pieces (CUP-1, CTP-5, CS-1)',
  `
classes: {car: {}, pedestrian: {}, tree: {}}
rules:
  - {id: C, kind: geometry, for: car, min_size: {role: visible, width: 15, height: 15, clipped: true}}
  - {id: M, kind: geometry, for: car, max_size: {role: visible, width: 300}}
  - {id: A, kind: geometry, for: pedestrian, aspect: {role: full, value: 0.41, tolerance: 0.02}}
  - {id: H, kind: geometry, for: tree, no_holes: visible}
  - {id: P, kind: geometry, for: tree, one_piece: visible}
  - {id: F, kind: geometry, for: pedestrian, require: "contains(full, visible)", fix: {copy: full, to: visible}}
cases:
  - {name: 'clipped to 15 px', image: [500, 500], annotation: {class: car, visible: [-5, 0, 20, 20]}, expect: [C: pass]}
  - {name: 'clipped to 14 px', image: [500, 500], annotation: {class: car, visible: [-6, 0, 20, 20]}, expect: [C: fail]}
  - {name: 300 px wide, image: [500, 500], annotation: {class: car, visible: [0, 0, 300, 20]}, expect: [M: pass]}
  - {name: 301 px wide, image: [500, 500], annotation: {class: car, visible: [0, 0, 301, 20]}, expect: [M: fail]}
  - {name: aspect 0.43, image: [500, 500], annotation: {class: pedestrian, full: [0, 0, 43, 100]}, expect: [A: pass]}
  - {name: aspect 0.44, image: [500, 500], annotation: {class: pedestrian, full: [0, 0, 44, 100]}, expect: [A: fail]}
  - {name: a tree with a hole, image: [500, 500], annotation: {class: tree, visible: {polygon: [[[[0, 0], [90, 0], [90, 90], [0, 90]], [[30, 30], [30, 60], [60, 60]]]]}}, expect: [H: fail, P: pass]}
  - {name: a tree in two pieces, image: [500, 500], annotation: {class: tree, visible: {polygon: [[[[0, 0], [9, 0], [9, 9]]], [[[20, 0], [29, 0], [29, 9]]]]}}, expect: [H: pass, P: fail]}
  - {name: a mask with a hole, image: [500, 500], annotation: {class: tree, visible: {mask: ['####', '#..#', '####'], at: [5, 5]}}, expect: [H: fail]}
  - {name: a stated fix, image: [500, 500], annotation: {class: pedestrian, visible: [0, 0, 50, 90], full: [0, 0, 40, 90]}, expect: [F: {verdict: fail, fix: set_shape}]}
`,
)
describeCases(
  'a band that fails above (a label near the limit wants a second opinion)',
  `
classes: {pedestrian: {}}
questions: {second: {ask: What does a second person say?, answers: [keep, drop], for: pedestrian}}
rules:
  - {id: X, kind: geometry, for: pedestrian, band: {measure: occlusion, from: 0.75, to: 0.8, fails: above, ask: second, as_above: [drop]}}
cases:
  - {name: 74 % hidden, image: [200, 200], annotation: {class: pedestrian, visible: [0, 0, 26, 100], full: [0, 0, 100, 100]}, expect: [X: pass]}
  - {name: 76 % hidden, image: [200, 200], annotation: {class: pedestrian, visible: [0, 0, 24, 100], full: [0, 0, 100, 100]}, expect: [X: {verdict: undecided, asks: second}]}
  - {name: 76 % and drop, image: [200, 200], annotation: {class: pedestrian, visible: [0, 0, 24, 100], full: [0, 0, 100, 100], answers: {second: drop}}, expect: [X: fail]}
  - {name: 76 % and keep, image: [200, 200], annotation: {class: pedestrian, visible: [0, 0, 24, 100], full: [0, 0, 100, 100], answers: {second: keep}}, expect: [X: pass]}
  - {name: 81 % hidden, image: [200, 200], annotation: {class: pedestrian, visible: [0, 0, 19, 100], full: [0, 0, 100, 100]}, expect: [X: fail]}
`,
)
