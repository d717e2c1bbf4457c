// What Actuator knows of the connections, and what it does to them.

const ENDPOINT = 'actuator/connections';
const HEALTH = 'actuator/health/connections';

export async function names() {
  return (await read(ENDPOINT)).connections.map(({ name }) => name);
}

export async function connection(name) {
  // Without a history, where the application keeps none.
  return { history: { transitions: [], outages: [] }, ...await read(`${ENDPOINT}/${encodeURIComponent(name)}`) };
}

// The status of each connection, by its name.
export async function health() {
  const { connectionManager } = (await read(HEALTH)).components;
  return Object.fromEntries(Object.entries(connectionManager.components).map(([name, { status }]) => [name, status]));
}

export function operate(name, operation) {
  return post(`${ENDPOINT}/${encodeURIComponent(name)}`, JSON.stringify({ operation }));
}

export async function post(url, body) {
  const answer = await fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
  if (!answer.ok) {
    throw new Error((await answer.json()).detail ?? answer.statusText);
  }
}

async function read(url) {
  const answer = await fetch(url, { cache: 'no-store' });
  if (!answer.ok) {
    throw new Error(answer.statusText);
  }
  return answer.json();
}

// Asks one question at a time. What is to be asked meanwhile is asked once more afterwards.
export function oneAtATime(ask) {
  let asking = false;
  let again = false;
  return async function start() {
    again = true;
    if (asking) {
      return;
    }
    asking = true;
    try {
      while (again) {
        again = false;
        await ask();
      }
    }
    catch (error) {
      // If the server is gone, the stream notices, and everything is asked for again once it is back.
      console.warn(error);
    }
    finally {
      asking = false;
    }
  };
}
