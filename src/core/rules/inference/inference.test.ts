import { describeCases } from '../../policy/cases.test-support'

describeCases(
  'the full shape: when, on what, how far, how exactly (CH-1, CTP-4, MOT-4, AM-2, CH-5)',
  `
reasons: {ignore: [too_hidden]}
evidence: [head, feet, other_frame]
classes: {pedestrian: {fallback: person}, person: {}}
rules:
  - {id: D, kind: inference, for: pedestrian, when: "attribute.upright", draw: [visible, full], fix: {copy: visible, to: full}}
  - {id: U, kind: inference, for: pedestrian, when: "attribute.upright", draw: [full]}
  - {id: N, kind: inference, for: pedestrian, when: "!attribute.upright", do_not_draw: [full]}
  - {id: E, kind: inference, for: pedestrian, when: "occlusion > 0.3", evidence: {any: 2, of: [head, feet, other_frame]}}
  - {id: B, kind: inference, for: pedestrian, beyond_image: {up_to: 0.6}}
  - {id: V, kind: inference, for: pedestrian, beyond_image: {up_to: 0, role: visible}}
  - {id: T, kind: inference, for: pedestrian, tolerance: {px: 2, share: 0.05}}
  - {id: K, kind: inference, for: pedestrian, same_shape_kind: true}
  - {id: H, kind: inference, for: pedestrian, too_hidden: {over: 0.8, reason: too_hidden}}
attributes: {upright: {type: bool, for: pedestrian}}
cases:
  - {name: upright without full, image: [500, 500], annotation: {class: pedestrian, visible: [0, 0, 40, 100], attributes: {upright: true}}, expect: [D: {verdict: fail, asks: full, fix: set_shape}, U: {verdict: fail, asks: full}, N: pass]}
  - {name: sitting with full, image: [500, 500], annotation: {class: pedestrian, visible: [0, 0, 40, 100], full: [0, 0, 40, 100], attributes: {upright: false}}, expect: [D: pass, N: {verdict: fail, fix: remove_role}]}
  - {name: evidence is asked for, image: [500, 500], annotation: {class: pedestrian, visible: [0, 0, 40, 60], full: [0, 0, 40, 100]}, expect: [E: {verdict: undecided, asks: evidence}]}
  - {name: too little evidence offers the fallback class, image: [500, 500], annotation: {class: pedestrian, visible: [0, 0, 40, 60], full: [0, 0, 40, 100], evidence: [head]}, expect: [E: {verdict: fail, fix: set_class}]}
  - {name: enough evidence, image: [500, 500], annotation: {class: pedestrian, visible: [0, 0, 40, 60], full: [0, 0, 40, 100], evidence: [head, feet]}, expect: [E: pass]}
  - {name: 60 % outside, image: [500, 500], annotation: {class: pedestrian, visible: [0, 0, 40, 100], full: [-60, 0, 100, 100]}, expect: [B: pass]}
  - {name: 61 % outside, image: [500, 500], annotation: {class: pedestrian, visible: [0, 0, 39, 100], full: [-61, 0, 100, 100]}, expect: [B: fail]}
  - {name: the visible part never leaves the image, image: [500, 500], annotation: {class: pedestrian, visible: [-1, 0, 40, 100]}, expect: [V: {verdict: fail, fix: set_shape}]}
  - {name: 'visible sticks out by 5 px of 100, 5 % are allowed', image: [500, 500], annotation: {class: pedestrian, visible: [95, 100, 40, 100], full: [100, 100, 40, 100]}, expect: [T: pass]}
  - {name: by 6 px, image: [500, 500], annotation: {class: pedestrian, visible: [94, 100, 40, 100], full: [100, 100, 40, 100]}, expect: [T: fail]}
  - {name: box and polygon, image: [500, 500], annotation: {class: pedestrian, visible: [[0, 0], [40, 0], [0, 90]], full: [0, 0, 40, 100]}, expect: [K: fail]}
  - {name: exactly 80 % hidden, image: [500, 500], annotation: {class: pedestrian, visible: [0, 0, 20, 100], full: [0, 0, 100, 100]}, expect: [H: pass]}
  - {name: 81 % hidden, image: [500, 500], annotation: {class: pedestrian, visible: [0, 0, 19, 100], full: [0, 0, 100, 100]}, expect: [H: {verdict: fail, fix: set_disposition}]}
  - {name: ignored as too hidden at 80 %, image: [500, 500], annotation: {class: pedestrian, visible: [0, 0, 20, 100], full: [0, 0, 100, 100], disposition: ignore, reason: too_hidden}, expect: [H: fail]}
`,
)
