"""What each route of the city's data asks for (`tests/unit/admin_panel/test_access.py`)."""

from routing.domain.permissions import Action as A

OF_DATA = {
    "GET /petugas/data": A.SUPPLY,
    "GET /petugas/data/{code}": A.SUPPLY,
    "POST /petugas/data/{code}/berkas": A.SUPPLY,
    "GET /poc/data": A.WATCH,
    "POST /poc/data/{code}/ingatkan": A.WATCH,
    "GET /poc/indikator": A.WATCH,
    "GET /poc/indikator/{indicator}": A.WATCH,
    "GET /admin/umpan": A.CONFIGURE,
    "POST /admin/umpan": A.CONFIGURE,
    "GET /admin/umpan/{code}": A.CONFIGURE,
    "POST /admin/umpan/{code}": A.CONFIGURE,
    "POST /admin/umpan/{code}/contoh": A.CONFIGURE,
    "POST /admin/umpan/{code}/ambil": A.CONFIGURE,
    "POST /admin/umpan/{code}/coba": A.CONFIGURE,
    "POST /admin/umpan/{code}/uraian": A.CONFIGURE,
}
