@extends('layout')

@section('content')
  <form method="post" action="/orders">
    @csrf
    <label>Nama <input name="customer_name" value="{{ old('customer_name') }}" required maxlength="255"></label>
    <label>Berat (kg) <input name="kilos" type="number" value="{{ old('kilos', 3) }}" min="1" max="50" required></label>
    <button>Pesan</button>
  </form>
@endsection
