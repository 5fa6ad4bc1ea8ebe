/** Drawing tools of the annotate place, and what is done with outlines. */
export const shapes = {
  tool: {
    select: 'Select and adjust',
    box: 'Box',
    extreme: 'Four extreme points',
    rotated_box: 'Rotated box: one side, then the width',
    ellipse: 'Ellipse',
    polygon: 'Polygon',
    polyline: 'Line',
    points: 'Points',
    keypoints: 'Keypoints',
  },
  action: {
    drawOnto: 'Piece or hole',
    simplify: 'Simplify',
    joinShapes: 'Join',
    subtractShapes: 'Subtract',
  },
  notAllowed: (tool: string, cls: string) => `${tool}: the policy does not allow this shape for ${cls}.`,
  nextPoint: (name: string, hidden: boolean) => (hidden ? `Next point: ${name}, as hidden` : `Next point: ${name}`),
  ontoStarted: 'The next outline becomes part of the selected shape: inside it a hole, elsewhere a piece.',
  ontoNeeds: 'Select one shape and take its drawing tool first.',
  nothingSimpler: 'No point can be left out without moving the outline by more than 1 px.',
  simplified: (before: number, after: number, px: number) =>
    `${before} points are now ${after}; nothing moved by more than ${px} px.`,
  needsPolygons: 'Select two or more polygons first.',
  cannotCombine: 'Nothing would be left, or these outlines cannot be combined exactly.',
  joined: (count: number) => `${count} labels are now one, the one that was selected first.`,
  subtracted: 'The other outlines were taken from the one that was selected first.',
}
