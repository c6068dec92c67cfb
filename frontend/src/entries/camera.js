// The crew's camera page.
import "../css/twin.css";
import { twin } from "../parts/twin.js";

for (const box of document.querySelectorAll("[data-twin]")) twin(box);
