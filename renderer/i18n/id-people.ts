/** Indonesian: who is at the till, PINs, and what needs a supervisor. */

export const idPeople = {
  people: {
    roles: { cashier: 'kasir', supervisor: 'supervisor' },
    // The lock screen.
    locked: 'Kasir terkunci',
    who: 'Siapa Anda?',
    pin: 'PIN',
    pad: 'Tombol angka',
    clear: 'Kosongkan',
    erase: 'Hapus satu angka',
    enter: 'Masuk',
    entering: 'Memeriksa …',
    keys: 'Panah atau huruf pertama: nama. Angka: PIN. Enter: masuk.',
    wait: (left: string) => `tunggu ${left}`,
    waitLong: (left: string) => `PIN terlalu sering salah. Coba lagi dalam ${left}.`,
    lost: 'Operator kasir ini hilang',
    lostBody:
      'Jurnal tidak lagi mengenal operator kasir ini: jurnal hilang, diganti, atau rusak. Tidak ada yang dapat masuk sampai supervisor dipulihkan dengan berkas profil toko.',
    shut: 'Kasir terkunci: jurnal tidak dapat dibuka',
    shutBody: 'Operator kasir ini tercatat di jurnal. Sebelum jurnal dapat dibuka, tidak ada yang dapat masuk.',
    forgotten: 'Supervisor lupa PIN?',
    // The way back in.
    recover: 'Pulihkan supervisor',
    recoverBody:
      'Perlu berkas profil yang dipasang di kasir ini (dari kantor pusat). Kunci di dalamnya membuktikan bahwa Anda berhak; berkas itu tidak dipasang lagi.',
    supervisor: 'Nama supervisor',
    newPin: 'PIN baru (4–8 angka)',
    pinAgain: 'Ulangi PIN baru',
    pinsDiffer: 'tidak sama dengan PIN pertama',
    chooseFile: 'Pilih berkas profil',
    notChosen: 'Tidak ada berkas yang dipilih. PIN tidak diubah.',
    // While somebody is in.
    lockNow: 'Kunci',
    lockLabel: (operator: string, role: string) => `Kunci kasir; yang masuk: ${operator}, ${role}`,
    soon: 'Kasir segera terkunci. Sentuh layar atau tekan tombol apa saja untuk tetap masuk.',
    needs: 'Perlu supervisor',
    overrideBody: (operator: string) => `Hanya untuk satu kali ini; ${operator} tetap masuk.`,
    wish: { billNumber: 'Nomor', operation: 'Operasi' },
    allow: 'Izinkan',
    allowing: 'Memeriksa …',
    // Before there is anybody.
    free: 'Belum ada supervisor: siapa pun di kasir ini dapat melakukan semuanya.',
    freeSandbox: 'Di sandbox ini belum ada operator. Coba: buat supervisor, tambahkan kasir, lalu kunci dengan F9.',
    make: 'Buat supervisor',
    // Settings.
    title: 'Operator',
    askSupervisor: 'Operator dan PIN diatur oleh supervisor: kunci kasir (F9), lalu minta supervisor masuk.',
    add: 'Tambah operator',
    addFirst: 'Supervisor pertama',
    addFirstBody: 'Sesudah ini kasir terkunci bila ditinggal, dan setiap orang masuk dengan PIN-nya.',
    name: 'Nama',
    nameHint: 'seperti di slip, misalnya Siti',
    role: 'Peran',
    save: 'Simpan',
    saving: 'Menyimpan …',
    you: 'Anda',
    ownPin: 'Ganti PIN saya',
    oldPin: 'PIN sekarang',
    setPin: 'PIN baru',
    setPinFor: (name: string) => `PIN baru untuk ${name}`,
    changeRole: 'Ubah peran',
    remove: 'Hapus',
    act: (deed: string, name: string) => `${deed}: ${name}`,
    roleTitle: (name: string, role: string) => `Jadikan ${name} ${role}?`,
    roleBody: {
      supervisor: 'Supervisor dapat melakukan semuanya, juga mengatur operator dan kunci toko.',
      cashier: 'Kasir hanya dapat melakukan yang diizinkan profil; selebihnya perlu supervisor.',
    },
    removeTitle: (name: string) => `Hapus ${name}?`,
    removeBody: (name: string) =>
      `${name} tidak dapat masuk lagi, dan nama itu tidak dapat dipakai orang lain. Yang pernah dikerjakan tetap tercatat.`,
    // The set-up.
    stepTitle: 'Supervisor pertama',
    stepBody:
      'Dengan PIN, setiap orang bekerja atas namanya sendiri, dan hal penting perlu supervisor. Tanpa itu siapa pun di kasir ini dapat melakukan semuanya.',
    stepDone: (name: string) => `${name} adalah supervisor. Operator lain ditambahkan di Pengaturan.`,
    later: 'Nanti',
  },
} as const;
