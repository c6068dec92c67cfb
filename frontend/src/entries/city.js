import "../css/city.css";
import "../parts/city-map.js";
