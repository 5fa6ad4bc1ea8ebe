import { describeCases } from '../../policy/cases.test-support'

describeCases(
  'links and counts (CTP-1: riders; COCO-3: crowds after 15)',
  `
links:
  rides: {from: rider, to: vehicle, need: '0..1', inverse_need: '0..2'}
  part_of: {from: wheel, to: vehicle, need: '1..1'}
classes: {rider: {}, vehicle: {abstract: true}, bicycle: {is_a: vehicle}, wheel: {}, dog: {}, crowd: {}}
rules:
  - {id: Q, kind: relation, for: rider, when: "!attribute.alone", required_link: {link: rides}}
  - {id: W, kind: relation, for: wheel, count_per: {parent: vehicle, link: part_of, at_most: 2}}
  - {id: C, kind: relation, for: dog, count_per: {parent: image, at_most: 2}}
  - {id: K, kind: relation, for: dog, when: "visible.height < 9", count_per: {parent: image, at_most: 1}}
  - {id: G, kind: relation, for: crowd, count_per: {parent: group, at_least: 2}}
  - {id: E, kind: relation, for: rider, require: "linked('rides').all(v, ioa(visible, v.visible) > 0.1)"}
  - {id: X, kind: relation, for: bicycle, require: "others.all(o, o.class != 'rider' || linked_with('rides', o))"}
  - {id: F, kind: relation, for: bicycle, require: "linked_from('rides').size() == 0 || attribute.used"}
attributes: {alone: {type: bool, for: rider}, used: {type: bool, for: bicycle}}
cases:
  - name: a rider with a bicycle
    image: [500, 500]
    annotations: [{id: r, class: rider, visible: [0, 0, 50, 90], attributes: {alone: false}, links: {rides: b}}, {id: b, class: bicycle, visible: [0, 40, 50, 90], attributes: {used: true}}]
    expect: [Q: pass, E: pass, F: pass, X: pass, links: pass]
  - name: a rider without one
    image: [500, 500]
    annotations: [{id: r, class: rider, visible: [0, 0, 50, 90], attributes: {alone: false}}, {id: b, class: bicycle, visible: [0, 40, 50, 90]}]
    expect: [Q: {verdict: fail, asks: rides, on: r}, links: pass, F: pass, X: fail]
  - name: whether it is alone is asked first
    image: [500, 500]
    annotations: [{id: r, class: rider, visible: [0, 0, 50, 90]}]
    expect: [Q: {verdict: undecided, asks: alone}]
  - name: far from its bicycle, which says that nobody rides it
    image: [500, 500]
    annotations: [{id: r, class: rider, visible: [0, 0, 50, 90], links: {rides: b}}, {id: b, class: bicycle, visible: [200, 40, 50, 90], attributes: {used: false}}]
    expect: [E: {verdict: fail, on: r}, F: {verdict: fail, on: b}]
  - name: a link to a dog
    image: [500, 500]
    annotations: [{id: r, class: rider, visible: [0, 0, 50, 90], links: {rides: d}}, {id: d, class: dog, visible: [0, 40, 50, 90]}]
    expect: [links: {verdict: fail, on: r}]
  - name: a link to nothing
    image: [500, 500]
    annotations: [{id: r, class: rider, visible: [0, 0, 50, 90], links: {rides: x}}]
    expect: [links: fail]
  - name: two bicycles
    image: [500, 500]
    annotations: [{id: r, class: rider, visible: [0, 0, 50, 90], links: {rides: [a, b]}}, {id: a, class: bicycle, visible: [0, 40, 50, 90]}, {id: b, class: bicycle, visible: [0, 40, 60, 90]}]
    expect: [links: {verdict: fail, on: r}]
  - name: three riders on one
    image: [500, 500]
    annotations: [{id: p, class: rider, visible: [0, 0, 50, 90], links: {rides: b}}, {id: q, class: rider, visible: [0, 0, 50, 91], links: {rides: b}}, {id: r, class: rider, visible: [0, 0, 50, 92], links: {rides: b}}, {id: b, class: bicycle, visible: [0, 40, 50, 90]}]
    expect: [links: {verdict: fail, on: b}]
  - name: a wheel of nothing
    image: [500, 500]
    annotations: [{id: w, class: wheel, visible: [0, 0, 9, 9]}]
    expect: [links: {verdict: fail, asks: part_of}]
  - name: an ignored wheel of nothing
    image: [500, 500]
    annotations: [{id: w, class: wheel, disposition: ignore, visible: [0, 0, 9, 9]}]
    expect: [links: pass]
  - name: three wheels at one bicycle
    image: [500, 500]
    annotations: [{id: u, class: wheel, visible: [0, 0, 9, 9], links: {part_of: b}}, {id: v, class: wheel, visible: [0, 0, 9, 9], links: {part_of: b}}, {id: w, class: wheel, visible: [0, 0, 9, 9], links: {part_of: b}}, {id: b, class: bicycle, visible: [0, 40, 50, 90]}]
    expect: [W: {verdict: fail, on: b}, links: pass]
  - {name: two dogs, image: [99, 99], annotations: [{class: dog, visible: [0, 0, 9, 9]}, {class: dog, visible: [0, 0, 8, 9]}, {class: dog, disposition: ignore, visible: [0, 0, 7, 9]}], expect: [C: pass]}
  - {name: three dogs, image: [99, 99], annotations: [{class: dog, visible: [0, 0, 9, 9]}, {class: dog, visible: [0, 0, 8, 9]}, {class: dog, visible: [0, 0, 7, 9]}], expect: [C: fail]}
  - {name: two small dogs among three, image: [99, 99], annotations: [{class: dog, visible: [0, 0, 9, 8]}, {class: dog, visible: [0, 0, 8, 8]}, {class: dog, visible: [0, 0, 7, 9]}], expect: [K: fail]}
  - {name: one small dog, image: [99, 99], annotations: [{class: dog, visible: [0, 0, 9, 8]}, {class: dog, visible: [0, 0, 8, 9]}], expect: [K: pass]}
  - {name: a group of one, image: [99, 99], annotations: [{id: a, class: crowd, group: g, visible: [0, 0, 9, 9]}], expect: [G: {verdict: fail, on: a}]}
  - {name: a group of two, image: [99, 99], annotations: [{class: crowd, group: g, visible: [0, 0, 9, 9]}, {class: crowd, group: g, visible: [0, 0, 8, 9]}], expect: [G: pass]}
`,
)

describeCases(
  'depth order and tracks (AM-1, CS-5, WY-13)',
  `
classes: {car: {}, van: {}}
rules:
  - {id: D, kind: relation, for: car, depth_order: {role: visible, need: overlapping}}
  - {id: A, kind: relation, for: van, depth_order: {role: visible, need: all}}
  - {id: T, kind: relation, unique_track: image}
cases:
  - {name: two cars apart need no order, image: [500, 500], annotations: [{class: car, visible: [0, 0, 50, 50]}, {class: car, visible: [100, 0, 50, 50]}], expect: [D: pass]}
  - {name: cars that touch need none, image: [500, 500], annotations: [{class: car, visible: [0, 0, 50, 50]}, {class: car, visible: [50, 0, 50, 50]}], expect: [D: pass]}
  - {name: cars that overlap need one, image: [500, 500], annotations: [{class: car, visible: [0, 0, 50, 50], order: 1}, {class: car, visible: [49, 0, 50, 50]}], expect: [D: fail]}
  - {name: with different places, image: [500, 500], annotations: [{class: car, visible: [0, 0, 50, 50], order: 1}, {class: car, visible: [49, 0, 50, 50], order: 2}], expect: [D: pass]}
  - {name: with the same place, image: [500, 500], annotations: [{class: car, visible: [0, 0, 50, 50], order: 1}, {class: car, visible: [49, 0, 50, 50], order: 1}], expect: [D: fail]}
  - {name: every van has a place, image: [500, 500], annotations: [{class: van, visible: [0, 0, 50, 50]}], expect: [A: fail]}
  - {name: vans apart may share one, image: [500, 500], annotations: [{class: van, order: 1, visible: [0, 0, 50, 50]}, {class: van, order: 1, visible: [90, 0, 50, 50]}], expect: [A: pass]}
  - {name: a track once, image: [500, 500], annotations: [{class: van, track: a, order: 1, visible: [0, 0, 50, 50]}, {class: car, track: b, visible: [90, 0, 50, 50]}], expect: [T: pass]}
  - {name: a track twice, image: [500, 500], annotations: [{id: p, class: van, track: a, order: 1, visible: [0, 0, 50, 50]}, {id: q, class: car, track: a, visible: [90, 0, 50, 50]}], expect: [T: {verdict: fail, on: q}]}
`,
)

describeCases(
  'zones and ignored regions (WY-4: no-label zones; KIT-8: intersection over the own area)',
  `
reasons: {ignore: [parked, dont_care]}
zones: {highway: {shape: [polygon, box]}, parking: {}, ego_vehicle: {void: true}}
classes: {car: {}, region: {disposition: ignore}}
rules:
  - {id: Z, kind: relation, for: car, in_zone: {zone: [highway, ego_vehicle], role: visible, over: 0.5}}
  - {id: P, kind: relation, for: car, in_zone: {zone: parking, role: visible, over: 0.5}, then: ignore, reason: parked}
  - {id: I, kind: relation, for: car, in_ignored: {role: visible, over: 0.5}, then: ignore, reason: dont_care}
  - {id: M, kind: image, require: "zone.ego_vehicle == 1"}
  - {id: S, kind: geometry, for: car, when: "in_zone(visible, 'parking')", require: "share_in_zone(visible, 'highway') == 0"}
cases:
  - {name: half in a zone, image: [500, 500], zones: {highway: [[0, 0, 100, 100]]}, annotation: {class: car, visible: [50, 0, 100, 50]}, expect: [Z: pass]}
  - {name: more than half, image: [500, 500], zones: {highway: [[0, 0, 100, 100]]}, annotation: {class: car, visible: [49, 0, 100, 50]}, expect: [Z: fail]}
  - {name: two zones that lie on each other count once, image: [500, 500], zones: {highway: [[0, 0, 100, 100], [0, 0, 100, 100]]}, annotation: {class: car, visible: [60, 0, 100, 50]}, expect: [Z: pass]}
  - {name: zones of two kinds count together, image: [500, 500], zones: {highway: [[0, 0, 100, 100]], ego_vehicle: [[100, 0, 20, 100]]}, annotation: {class: car, visible: [60, 0, 100, 50]}, expect: [Z: fail, M: pass]}
  - {name: a parked car is ignored, image: [500, 500], zones: {parking: [[0, 0, 100, 100]]}, annotation: {class: car, visible: [10, 0, 50, 50]}, expect: [P: {verdict: fail, fix: set_disposition}, S: pass]}
  - {name: a car elsewhere is not ignored as parked, image: [500, 500], annotation: {class: car, visible: [10, 0, 50, 50], disposition: ignore, reason: parked}, expect: [P: fail, M: fail]}
  - {name: a zone of a kind that allows no mask, image: [500, 500], zones: {highway: [{mask: ['##', '##']}]}, annotation: {class: car, visible: [10, 0, 50, 50]}, expect: [zones: fail]}
  - {name: more than half on a region for all, image: [500, 500], annotations: [{class: region, applies_to: all, visible: [0, 0, 100, 100]}, {id: c, class: car, visible: [49, 0, 100, 50]}], expect: [I: {verdict: fail, on: c}]}
  - {name: half, image: [500, 500], annotations: [{class: region, applies_to: all, visible: [0, 0, 100, 100]}, {id: c, class: car, visible: [50, 0, 100, 50]}], expect: [I: pass]}
  - {name: a region for itself says nothing about cars, image: [500, 500], annotations: [{class: region, visible: [0, 0, 100, 100]}, {id: c, class: car, visible: [10, 0, 50, 50]}], expect: [I: pass]}
`,
)
