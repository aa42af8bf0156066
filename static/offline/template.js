/*
 * Screens are drawn from the <template> elements of the page, so words and markup stay in Django's templates.
 *
 *   data-text="place"       the text of the element          href="tel:{phone}"   braces in any attribute
 *   data-if="phone"         taken out when the value is empty
 *   data-path="answers.A01.value"   a field of the draft, see `show` and `read`
 */

/** @param {string} name  of the template `t-name` @param {object} values @returns {DocumentFragment} */
export function fill(name, values = {}) {
  const root = document.getElementById(`t-${name}`).content.cloneNode(true);
  for (const element of root.querySelectorAll("[data-if]")) if (!values[element.dataset.if]) element.remove();
  for (const element of root.querySelectorAll("*")) {
    for (const attribute of element.attributes) attribute.value = braces(attribute.value, values);
    if (element.dataset.text) element.textContent = values[element.dataset.text] ?? "";
  }
  return root;
}

/** Fill `{name}` in `text`; what `values` does not know stays. */
export const braces = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

/** Show what `draft` holds in the fields below `root`. */
export function show(root, draft) {
  for (const field of root.querySelectorAll("[data-path]")) {
    const value = field.dataset.path.split(".").reduce((found, key) => found?.[key], draft);
    if (field.type === "checkbox") field.checked = (value ?? []).includes(field.value);
    else if (field.type === "radio") field.checked = value === field.value;
    else field.value = value ?? "";
  }
}

/** Write what `field` says now into `draft`; a checkbox is one of the list at its path. */
export function read(field, draft) {
  const keys = field.dataset.path.split(".");
  const last = keys.pop();
  const holder = keys.reduce((found, key) => (found[key] ??= {}), draft);
  if (field.type !== "checkbox") holder[last] = field.value;
  else holder[last] = [...(holder[last] ?? []).filter((one) => one !== field.value), ...(field.checked ? [field.value] : [])];
}
