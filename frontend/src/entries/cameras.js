// The wall of cameras, whose tiles load only while they are seen, and one camera's stream.
import "../parts/camera-wall.js";
import "../parts/camera-live.js";
