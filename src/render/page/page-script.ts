/**
 * The one script of a page: sorts a table by the button in a column's head, and shows the rows that a search finds.
 * It runs in the reader's browser, which has no build step of ours: plain JavaScript.
 */
export const PAGE_SCRIPT = `'use strict';
const valueOf = (row, at, isNumber) => {
  const text = row.cells[at].textContent.trim();
  if (!isNumber) return text.toLowerCase();
  const number = Number.parseFloat(text);
  return Number.isNaN(number) ? -Infinity : number;
};
const sortBy = (head) => {
  const down = head.getAttribute('aria-sort') === 'ascending';
  for (const other of head.parentElement.cells) other.removeAttribute('aria-sort');
  head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
  const body = head.closest('table').tBodies[0];
  const isNumber = head.classList.contains('n');
  const keyed = [...body.rows].map((row) => ({ row, key: valueOf(row, head.cellIndex, isNumber) }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0) * (down ? -1 : 1));
  body.append(...keyed.map(({ row }) => row));
};
for (const button of document.querySelectorAll('thead button')) {
  button.addEventListener('click', () => sortBy(button.closest('th')));
}
for (const field of document.querySelectorAll('input[data-table]')) {
  const rows = [...document.getElementById(field.dataset.table).tBodies[0].rows];
  const texts = rows.map((row) => row.textContent.toLowerCase());
  const show = () => {
    const wanted = field.value.trim().toLowerCase();
    let found = 0;
    rows.forEach((row, at) => {
      row.hidden = !texts[at].includes(wanted);
      if (!row.hidden) found += 1;
    });
    field.parentElement.querySelector('output').textContent = wanted === '' ? '' : found + ' of ' + rows.length;
  };
  field.addEventListener('input', show);
  field.parentElement.hidden = false;
}
`;
