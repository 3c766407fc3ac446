import type { Column } from './turnHeight.ts';

/** What stands beside the text of a turn, and the most there is for it, in CSS pixels; layout.css has both. */
const beside = 36;
const most = 928;

let known: Column | undefined;

/** The column that turns stand in, measured once for each width of the page. */
export function column(): Column {
  known ??= measure();
  return known;
}

function measure(): Column {
  const styles = getComputedStyle(document.body);
  return {
    width: Math.min(most, Math.max(100, document.documentElement.clientWidth - beside)),
    fontSize: Number.parseFloat(styles.fontSize) || 13,
    codeSize: Number.parseFloat(styles.getPropertyValue('--code-size')) || 12,
  };
}

addEventListener('resize', () => {
  known = undefined;
});
