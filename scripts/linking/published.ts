import type { Protocol } from './evaluated-set.ts';

export const PUBLISHED_SETS = ['dronology', 'gannt', 'modis'];

/**
 * F1 over links on these files: Hey, Fuchss, Keim, Koziolek, “Requirements Traceability Link Recovery via Retrieval-Augmented
 * Generation”, REFSQ 2025, replication package github.com/ArDoCo/ReplicationPackage-REFSQ25_Requirements-TLR-via-RAG.
 */
export const PUBLISHED: readonly { readonly method: string; readonly f1: readonly number[] }[] = [
  { method: 'VSM, threshold optimised on each set itself', f1: [0.519, 0.344, 0.333] },
  { method: 'LSI, likewise', f1: [0.487, 0.326, 0.292] },
  { method: 'text-embedding-3-large, top 4', f1: [0.497, 0.544, 0.188] },
  { method: 'GPT-4o-mini, chain of thought', f1: [0.517, 0.556, 0.253] },
  { method: 'GPT-4o, chain of thought', f1: [0.575, 0.574, 0.255] },
];

/**
 * Measured before on the ten development sets: the mean of accuracy@1, MRR, best F1, none AUROC and ECE. lex4 is the mean of word and
 * character TF-IDF cosine, each with weights of goals and tasks together and of goals only; its text-only figures are over all tasks.
 */
export const BASELINES: readonly {
  readonly method: string;
  readonly protocol: Protocol;
  readonly figures: readonly (number | null)[];
}[] = [
  { method: 'TF-IDF, Porter2 stems', protocol: 'textOnly', figures: [0.391, 0.507, 0.359, 0.689, null] },
  { method: 'BM25', protocol: 'textOnly', figures: [0.412, 0.52, 0.367, 0.674, null] },
  { method: 'LSI, 100 dimensions', protocol: 'textOnly', figures: [0.375, 0.49, 0.351, 0.686, null] },
  { method: 'character 3–5-grams', protocol: 'textOnly', figures: [0.378, 0.496, 0.344, 0.669, null] },
  { method: 'USE lite, an embedding model', protocol: 'textOnly', figures: [0.22, 0.329, 0.201, 0.585, null] },
  { method: 'lex4', protocol: 'textOnly', figures: [0.416, 0.531, 0.38, 0.696, null] },
  { method: 'lex4 + examples, likelihood refitted', protocol: 'seeded', figures: [0.541, 0.635, 0.48, 0.757, 0.09] },
];
