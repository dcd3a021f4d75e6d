<!doctype html>
<html lang="id">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  @yield('head')
  <title>Laundry Bersih</title>
  <style>
    :root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 20%, transparent); }
    body { font: 1rem/1.5 system-ui, sans-serif; max-width: 26rem; margin: 2rem auto; padding: 0 1rem; }
    h1 { font-size: 1.4rem; }
    form { margin: 1rem 0; }
    label { display: block; margin: .75rem 0; }
    input, button { font: inherit; width: 100%; box-sizing: border-box; padding: .6rem; border-radius: .5rem; border: 1px solid var(--line); }
    button { border: 0; background: #0b6e4f; color: #fff; cursor: pointer; }
    button.secondary { background: none; color: inherit; border: 1px solid var(--line); }
    .message, dl { border: 1px solid var(--line); border-radius: .5rem; padding: .75rem 1rem; }
    dl { display: grid; grid-template-columns: auto 1fr; gap: .25rem 1rem; }
    dd { margin: 0; text-align: right; overflow-wrap: anywhere; }
    img { display: block; width: 100%; background: #fff; border-radius: .5rem; }
  </style>
</head>
<body>
  <h1><a href="/" style="color: inherit; text-decoration: none">Laundry Bersih</a></h1>
  @if (session('message'))
    <p class="message">{{ session('message') }}</p>
  @endif
  @yield('content')
</body>
</html>
