// Shows checks over HTTP: a verdict for each rule with its value, limits and advice, and nothing that promises too much.

import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Check, Verdict } from '../../src/documents/check.ts';
import type { PhotoMeasures } from '../../src/documents/measures.ts';
import type { DocumentRule } from '../../src/documents/rule.ts';
import { drawPortrait, renderFile } from '../drawn-portrait.ts';
import type { Scene } from '../drawn-portrait.ts';
import { fileOf, postForm, startStudio } from '../start-studio.ts';
import type { RunningStudio } from '../start-studio.ts';

let studio: RunningStudio;
let portrait: File;

/** A person with room on every side, before a plain wall. */
const roomy: Scene = { width: 1200, height: 1500, colour: '#f2f3f4', people: [{ scale: 1.6, y: 720 }] };

beforeAll(async () => {
  portrait = await drawFile(roomy);
  studio = await startStudio();
});

afterAll(() => studio[Symbol.asyncDispose]());

async function drawFile(scene: Scene): Promise<File> {
  return fileOf(new Uint8Array(await renderFile(drawPortrait(scene))));
}

interface Report {
  readonly verdict: Verdict;
  readonly checks: readonly Check[];
  readonly document: DocumentRule;
  readonly measures: PhotoMeasures;
  readonly notes: readonly string[];
}

async function check(fields: Readonly<Record<string, string | File>>): Promise<Report> {
  const answer = await postForm(studio, '/v1/checks', fields);
  expect(answer.status, answer.ok ? '' : await answer.clone().text()).toBe(200);
  return (await answer.json()) as Report;
}

const names = (report: Report, result: string) => report.checks.filter((each) => each.result === result).map(({ name }) => name);

describe('a check', () => {
  it('answers with the verdict first, one entry for each rule, and never with a picture', async () => {
    const answer = await postForm(studio, '/v1/checks', { photo: portrait, document: 'us-passport' });
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'ephemera-engine': 'local',
      'ephemera-retention-days': '0',
    });
    const text = await answer.text();
    expect(text.startsWith('{"verdict":{"result":"')).toBe(true);
    expect(text).not.toMatch(/compliant|guarantee/i);
    const report = JSON.parse(text) as Report;
    expect(report.document.id).toBe('us-passport');
    expect(report.checks.length).toBeGreaterThan(25);
    for (const each of report.checks) {
      expect(each).toMatchObject({ name: expect.stringMatching(/^[A-Z][A-Za-z]+$/), title: expect.any(String), limits: { min: expect.toBeOneOf([null, expect.any(Number)]), max: expect.toBeOneOf([null, expect.any(Number)]) } });
      expect(each.advice === '', `${each.name}: ${each.result} ${each.advice}`).toBe(each.result === 'pass');
    }
    expect(new Set(report.checks.map(({ name }) => name)).size).toBe(report.checks.length);
    expect(answer.headers.get('ephemera-verdict')).toBe(report.verdict.result);
    expect(answer.headers.get('server-timing')).toMatch(/receive;dur=.*open;dur=.*read;dur=/);
  });

  it('measures what a rule asks for', async () => {
    const report = await check({ photo: portrait, document: 'us-passport' });
    const expected = [
      'SingleFacePresent', 'HeadPoseYaw', 'HeadPosePitch', 'HeadPoseRoll', 'EyesOpen', 'MouthClosed', 'ExpressionNeutrality', 'GazeToCamera', 'RedEyesAbsent',
      'InterEyeDistance', 'HeadHeight', 'EyeLine', 'HeadCentred', 'CrownNotCut', 'BackgroundUniformity', 'BackgroundColour', 'BackgroundShadow', 'IlluminationUniformity',
      'OverExposurePrevention', 'UnderExposurePrevention', 'DynamicRange', 'NaturalColour', 'Sharpness', 'Resolution', 'CompressionArtifacts', 'Glasses', 'NoHeadCoverings',
    ];
    expect(report.checks.map(({ name }) => name)).toEqual(expect.arrayContaining(expected));
    expect(names(report, 'fail')).toEqual([]);
    expect(report.verdict.basis).toBe('Measured against the published rules of United States, Passport, read in November 2026.');
  });

  it('is against the generic portrait when no document is named, and says who reported its rules', async () => {
    const report = await check({ photo: portrait });
    expect(report.document.id).toBe('icao-generic');
    expect(report.verdict.secondHand).toEqual(expect.any(String));
  });

  it('takes a size of one’s own', async () => {
    const report = await check({ photo: portrait, document: 'custom', widthMm: '40', heightMm: '50', headMinMm: '30', headMaxMm: '36' });
    expect(report.document).toMatchObject({ id: 'custom', widthMm: 40, heightMm: 50, headMm: { min: 30, max: 36 } });
    expect(report.checks.find(({ name }) => name === 'HeadHeight')).toMatchObject({ value: 33, unit: 'mm', limits: { min: 30, max: 36 }, result: 'pass' });
  });

  it('gives reasons in the order of their weight, each with advice', async () => {
    const report = await check({ photo: await drawFile({ ...roomy, background: 'busy', people: [{ scale: 1.6, y: 720, eyes: 'shut', mouth: 'open' }] }), document: 'schengen-visa' });
    const order = ['fail', 'warn', 'unknown'];
    const ranks = report.verdict.reasons.map(({ result }) => order.indexOf(result));
    expect(ranks).toEqual([...ranks].sort());
    expect(report.verdict.result).toBe('fail');
    expect(names(report, 'fail')).toEqual(expect.arrayContaining(['EyesOpen', 'MouthClosed', 'BackgroundUniformity']));
  });

  it('counts a second face instead of refusing', async () => {
    const report = await check({ photo: await drawFile({ width: 1400, height: 900, people: [{ x: 400, y: 400 }, { x: 1000, y: 400 }] }), document: 'us-passport' });
    expect(names(report, 'fail')).toContain('SingleFacePresent');
    expect(report.measures.faces).toBe(2);
  });

  it('turns a photo that stands on its head and says so', async () => {
    const turned = await sharp(Buffer.from(await portrait.arrayBuffer())).rotate(180).jpeg().toBuffer();
    const report = await check({ photo: fileOf(new Uint8Array(turned)), document: 'us-passport' });
    expect(report.notes).toContain('turned-upright');
    expect(report.measures.turn).toBe(180);
    expect(names(report, 'fail')).toEqual([]);
  });

  it('judges a finished photo as it stands, by the same numbers as when it was made', async () => {
    const made = await postForm(studio, '/v1/documents', { photo: portrait, document: 'schengen-visa' });
    const finished = fileOf(new Uint8Array(await made.arrayBuffer()));
    const report = await check({ photo: finished, document: 'schengen-visa', mode: 'whole' });
    const valueOf = (name: string) => report.checks.find((each) => each.name === name)?.value ?? 0;
    expect(Math.abs(valueOf('HeadHeight') - 34)).toBeLessThan(0.9);
    expect(Math.abs(valueOf('HeadCentred'))).toBeLessThan(0.5);
    expect(valueOf('AspectRatio')).toBe(0.78);
    expect(names(report, 'fail')).toEqual([]);
    const wrong = await postForm(studio, '/v1/documents', { photo: portrait, mode: 'whole' });
    expect(await wrong.json()).toMatchObject({ code: 'parameter-invalid', parameter: 'mode' });
  });

  it('takes the lines that a person moved', async () => {
    const { measures } = await check({ photo: portrait, document: 'us-passport' });
    const crownY = String(Math.round(measures.lines.crown.y + 20));
    const moved = await check({ photo: portrait, document: 'us-passport', crownY });
    expect(moved.measures.lines).toEqual(measures.lines);
    expect(moved).not.toEqual(await check({ photo: portrait, document: 'us-passport' }));
  });

  it('is refused to a program that takes only pictures', async () => {
    const answer = await postForm(studio, '/v1/checks', { photo: portrait }, { headers: { Accept: 'image/png' } });
    expect(await answer.json()).toMatchObject({ code: 'not-acceptable', status: 406 });
  });
});
