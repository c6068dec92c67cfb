import "../chat/chat.css";
import "../chat/home.css";
import "../chat/element.js";
