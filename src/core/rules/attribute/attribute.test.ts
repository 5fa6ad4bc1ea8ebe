import { describeCases } from '../../policy/cases.test-support'

describeCases(
  'what must be filled in (NS-12: by class; A1: where the object is large; KIT-3: unknown is an answer)',
  `
scales:
  occ: {bands: [[none, 0, 0.05], [low, 0.05, 0.4], [heavy, 0.4, 1]], of: occlusion}
  words: {levels: [fully, partly, unknown], for: car}
attributes:
  motion: {options: [parked, moving], for: car}
  looking: {options: [at, away], for: pedestrian, required_when: "visible.height >= 40"}
  phone: {type: bool, for: pedestrian, when: "attribute.looking == 'away'"}
  side: {options: [left, right], for: car, many: true}
  plate: {type: text, pattern: '[A-Z0-9]{1,4}', for: car}
  seats: {type: number, range: [1, 9], integer: true, for: car}
  trunc: {type: number, range: [0, 1]}
classes: {car: {}, pedestrian: {}}
rules:
  - {id: M, kind: attribute, for: car, fields: [motion, level.words]}
  - {id: P, kind: attribute, for: pedestrian, fields: [phone]}
  - {id: T, kind: attribute, fields: [track], required_when: "attribute.motion == 'moving'"}
  - {id: L, kind: attribute, agrees: {scale: occ}}
  - {id: S, kind: attribute, agrees: {scale: occ, tolerance: 0.05}}
  - {id: N, kind: attribute, agrees: {attribute: trunc, of: truncation, tolerance: 0.1}}
  - {id: R, kind: attribute, for: car, require: "!has(level.words) || level.words != 'unknown' || rank.words == 2"}
cases:
  - {name: a car says whether it moves, image: [500, 500], annotation: {class: car, visible: [0, 0, 9, 9], levels: {words: partly}}, expect: [M: {verdict: undecided, asks: motion}]}
  - {name: and how much is hidden, image: [500, 500], annotation: {class: car, visible: [0, 0, 9, 9], attributes: {motion: parked}}, expect: [M: {verdict: undecided, asks: words}]}
  - {name: unknown is an answer, image: [500, 500], annotation: {class: car, visible: [0, 0, 9, 9], attributes: {motion: unknown}, levels: {words: unknown}}, expect: [M: pass, attribute: pass, R: pass]}
  - {name: a pedestrian of 39 px need not say where it looks, image: [500, 500], annotation: {class: pedestrian, visible: [0, 0, 9, 39]}, expect: [attribute: pass]}
  - {name: of 40 px it must, image: [500, 500], annotation: {class: pedestrian, visible: [0, 0, 9, 40]}, expect: [attribute: {verdict: undecided, asks: looking}]}
  - {name: the phone is asked about only where somebody looks away, image: [500, 500], annotation: {class: pedestrian, visible: [0, 0, 9, 9], attributes: {looking: at}}, expect: [P: pass]}
  - {name: there it is, image: [500, 500], annotation: {class: pedestrian, visible: [0, 0, 9, 9], attributes: {looking: away}}, expect: [P: {verdict: undecided, asks: phone}]}
  - {name: moving things carry a track, image: [500, 500], annotation: {class: car, visible: [0, 0, 9, 9], attributes: {motion: moving}}, expect: [T: undecided]}
  - {name: with a track, image: [500, 500], annotation: {class: car, visible: [0, 0, 9, 9], attributes: {motion: moving}, track: '12'}, expect: [T: pass]}
  - {name: the stated level is the computed band, image: [500, 500], annotation: {class: car, visible: [0, 0, 61, 100], full: [0, 0, 100, 100], levels: {occ: low}}, expect: [L: pass, S: pass]}
  - {name: it is not, image: [500, 500], annotation: {class: car, visible: [0, 0, 58, 100], full: [0, 0, 100, 100], levels: {occ: low}}, expect: [L: {verdict: fail, fix: set_level}, S: pass]}
  - {name: not within the tolerance either, image: [500, 500], annotation: {class: car, visible: [0, 0, 54, 100], full: [0, 0, 100, 100], levels: {occ: low}}, expect: [L: fail, S: fail]}
  - {name: typed truncation is near the computed one, image: [500, 500], annotation: {class: car, full: [-20, 0, 100, 100], attributes: {trunc: 0.3}}, expect: [N: pass]}
  - {name: typed truncation is far from it, image: [500, 500], annotation: {class: car, full: [-20, 0, 100, 100], attributes: {trunc: 0.31}}, expect: [N: fail]}
  - {name: several options, image: [500, 500], annotation: {class: car, visible: [0, 0, 9, 9], attributes: {side: [left, right]}}, expect: [attribute: pass]}
  - {name: one option is no list of options, image: [500, 500], annotation: {class: car, visible: [0, 0, 9, 9], attributes: {side: left}}, expect: [attribute: fail]}
  - {name: an option twice, image: [500, 500], annotation: {class: car, visible: [0, 0, 9, 9], attributes: {side: [left, left]}}, expect: [attribute: fail]}
  - {name: a text that matches, image: [500, 500], annotation: {class: car, visible: [0, 0, 9, 9], attributes: {plate: AB12}}, expect: [attribute: pass]}
  - {name: the pattern binds the whole text, image: [500, 500], annotation: {class: car, visible: [0, 0, 9, 9], attributes: {plate: AB123}}, expect: [attribute: fail]}
  - {name: a whole number, image: [500, 500], annotation: {class: car, visible: [0, 0, 9, 9], attributes: {seats: 9}}, expect: [attribute: pass]}
  - {name: half a seat, image: [500, 500], annotation: {class: car, visible: [0, 0, 9, 9], attributes: {seats: 4.5}}, expect: [attribute: fail]}
`,
)
