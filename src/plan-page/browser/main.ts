import { pageData } from "./data.ts";
import { heatMapKeys } from "./heat.ts";
import { tableControls } from "./table.ts";
import { showByAddress } from "./views.ts";

/* The script of the page, bundled into `generated/assets.ts`. */

const data = pageData();
tableControls();
heatMapKeys(data);
showByAddress(data);
document.documentElement.dataset.ready = "";
