import "../chat/chat.css";
import "../chat/home.css";
import "../chat/element.js";

// The app opens without a network; a browser that knows no workers simply does not.
navigator.serviceWorker?.register("/sw.js").catch(() => {});
