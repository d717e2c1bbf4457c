// Times and counts, in words.

export function length(millis) {
  const seconds = Math.max(0, millis) / 1000;
  if (seconds < 10) {
    return `${seconds.toFixed(1)} s`;
  }
  if (seconds < 60) {
    return `${Math.floor(seconds)} s`;
  }
  const minutes = Math.floor(seconds / 60);
  return (minutes < 60) ? `${minutes} min ${Math.floor(seconds % 60)} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export function roughLength(millis) {
  const seconds = Math.round(millis / 1000);
  return (seconds < 60 || seconds % 60) ? `${seconds} s` : `${seconds / 60} min`;
}

export function roughAge(millis) {
  const seconds = Math.max(0, Math.floor(millis / 1000));
  if (seconds < 60) {
    return `${seconds} s`;
  }
  return (seconds < 3600) ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 3600)} h`;
}

export function timeOfDay(millis) {
  return new Date(millis).toLocaleTimeString('en-GB');
}

export function count(number, one, many) {
  return `${number.toLocaleString('en')} ${(number === 1) ? one : many}`;
}
