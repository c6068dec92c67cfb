// "Gunakan lokasi saya": the browser's position, or a kind word when there is none.

const REASONS = {
  1: "Izin lokasi belum diberikan. Tidak apa-apa: tulis saja nama jalan atau kelurahannya.",
  2: "Lokasi Anda belum dapat ditemukan. Tulis saja nama jalan atau kelurahannya.",
  3: "Lokasi Anda belum ditemukan juga. Tulis saja nama jalan atau kelurahannya.",
};

/** {lat, lon}; rejects with an Error whose message can be shown. */
export function position() {
  return new Promise((resolve, reject) => {
    if (!("geolocation" in navigator)) return reject(new Error(REASONS[2]));
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ lat: coords.latitude, lon: coords.longitude }),
      (problem) => reject(new Error(REASONS[problem.code] || REASONS[2])),
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
    );
  });
}
