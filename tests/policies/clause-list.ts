/**
 * The clauses of the guidelines that ship as policies: id, kinds (CP CN IG OC TR GE AT RE IM PR) and how each can be checked
 * (M from the annotation, P from pixels or a second shape, H by a person). Every one must occur in the clause table of its policy.
 */
export const CLAUSES: Readonly<Record<string, readonly (readonly [id: string, kinds: string, check: string])[]>> = {
  // PASCAL VOC (2006/2007, 2008/2009, 2011/2012)
  A1: [
    ['VOC-1', 'IM CP', 'H M'],
    ['VOC-2', 'IG', 'H'],
    ['VOC-3', 'IG', 'H'],
    ['VOC-4a', 'OC IG', 'M'],
    ['VOC-4b', 'OC IG CP', 'H M'],
    ['VOC-5', 'GE OC', 'P H'],
    ['VOC-6', 'GE', 'P'],
    ['VOC-7', 'TR OC', 'M H'],
    ['VOC-8', 'TR', 'M'],
    ['VOC-9', 'OC', 'M'],
    ['VOC-10', 'AT', 'M H'],
    ['VOC-11', 'IM', 'H'],
    ['VOC-12', 'IM', 'H'],
    ['VOC-13', 'OC GE', 'H'],
    ['VOC-14', 'CP OC', 'H'],
    ['VOC-15', 'CP', 'H'],
    ['VOC-16', 'CP CN', 'H'],
    ['VOC-17', 'CP CN', 'H'],
    ['VOC-18', 'IG PR', 'H'],
    ['VOC-19', 'GE IM', 'H'],
  ],
  // COCO
  A2: [
    ['COCO-1', 'GE IG', 'M'],
    ['COCO-2', 'OC GE', 'M'],
    ['COCO-3', 'IG IM', 'M'],
    ['COCO-4', 'AT OC', 'M'],
    ['COCO-5', 'PR', 'M'],
  ],
  // KITTI object and tracking
  A3: [
    ['KIT-1', 'CP', 'M'],
    ['KIT-2', 'TR', 'M'],
    ['KIT-3', 'OC', 'M'],
    ['KIT-4', 'TR PR', 'P'],
    ['KIT-5', 'IG', 'M'],
    ['KIT-6', 'IG', 'M'],
    ['KIT-7', 'IG RE', 'M'],
    ['KIT-8', 'IG GE', 'M'],
    ['KIT-9', 'IG', 'M'],
  ],
  // CrowdHuman
  A4: [
    ['CH-1', 'OC GE', 'M H'],
    ['CH-2', 'GE PR', 'M'],
    ['CH-3', 'IG CN', 'M'],
    ['CH-4', 'AT', 'M'],
    ['CH-5', 'PR OC', ''],
    ['CH-6', 'OC', 'M'],
  ],
  // CityPersons
  A5: [
    ['CTP-1', 'CP IG', 'M'],
    ['CTP-2', 'CN IG', 'H'],
    ['CTP-3', 'IG', 'M'],
    ['CTP-4', 'OC GE', 'M'],
    ['CTP-5', 'GE OC', 'M'],
    ['CTP-6', 'GE PR', 'P'],
    ['CTP-7', 'OC', 'M'],
    ['CTP-8', 'IG', 'M'],
    ['CTP-9', 'PR IM', 'H'],
  ],
  // Open Images
  A8: [
    ['OI-1', 'IM', 'M'],
    ['OI-2', 'IM CP', 'M'],
    ['OI-3', 'CP', 'M H'],
    ['OI-4', 'GE OC', 'P'],
    ['OI-5', 'AT OC TR', 'M'],
    ['OI-6', 'IG GE', 'H M'],
    ['OI-7', 'IM', 'M'],
    ['OI-8', 'PR', 'M'],
  ],
  // Cityscapes
  A9: [
    ['CS-1', 'GE', 'M'],
    ['CS-2', 'IG GE', 'M H'],
    ['CS-3', 'IG', 'M'],
    ['CS-4', 'IG IM', 'M'],
    ['CS-5', 'OC GE', 'M'],
    ['CS-6', 'IG', 'M'],
    ['CS-7', 'IG', 'M'],
  ],
  // Waymo Open, 2D and 3D
  A11: [
    ['WY-1', 'GE OC', 'P H'],
    ['WY-2', 'CP IG', 'H'],
    ['WY-3', 'IG IM', 'H'],
    ['WY-4', 'IG', 'M'],
    ['WY-5', 'CN', 'H'],
    ['WY-6', 'GE', 'H'],
    ['WY-7', 'CN CP', 'H'],
    ['WY-8', 'CP CN', 'H'],
    ['WY-9', 'CN', 'H'],
    ['WY-10', 'GE RE', 'H'],
    ['WY-11', 'CP CN GE', 'H'],
    ['WY-12', 'GE CN', 'H'],
    ['WY-13', 'OC RE', 'M'],
    ['WY-14', 'GE', 'M'],
  ],
  // BDD100K
  A12: [
    ['BDD-1', 'IM', 'M'],
    ['BDD-2', 'OC TR AT', 'M'],
    ['BDD-3', 'GE', 'M'],
    ['BDD-4', 'IG', 'M'],
    ['BDD-5', 'IG', 'M'],
  ],
  // MOTChallenge (MOT16/17/20)
  A13: [
    ['MOT-1', 'CP IG', 'M'],
    ['MOT-2', 'IG PR', 'M'],
    ['MOT-3', 'OC TR', 'M'],
    ['MOT-4', 'TR OC GE', 'P'],
    ['MOT-5', 'IG', 'M'],
    ['MOT-6', 'RE OC', 'M'],
    ['MOT-7', 'OC PR', 'H'],
  ],
}
