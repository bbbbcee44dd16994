// Owns how a picture says by what it was made. Refuses to say anything else: no program, no date, no name.

/** IPTC digital source types, by what was done to the picture. @see http://cv.iptc.org/newscodes/digitalsourcetype/ */
export type DigitalSourceType =
  | 'trainedAlgorithmicMedia'
  | 'compositeWithTrainedAlgorithmicMedia'
  | 'compositeCapture'
  /** Drawn by arithmetic, no photo in it: a backdrop's swatch. */
  | 'algorithmicMedia'
  | 'humanEdits';

/**
 * The XMP packet that carries one property, `Iptc4xmpExt:DigitalSourceType`.
 *
 * @see https://www.iptc.org/std/photometadata/specification/IPTC-PhotoMetadata#digital-source-type
 */
export function describeSource(source: DigitalSourceType): string {
  return (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">' +
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">' +
    '<rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">' +
    `<Iptc4xmpExt:DigitalSourceType>http://cv.iptc.org/newscodes/digitalsourcetype/${source}</Iptc4xmpExt:DigitalSourceType>` +
    '</rdf:Description></rdf:RDF></x:xmpmeta>'
  );
}
