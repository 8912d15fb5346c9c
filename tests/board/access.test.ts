import { appRoutes } from '@bull-board/api/dist/routes.js';
import { basicAuth, board, type Access, type BoardOptions } from '@drover/board';
import { currentApplication, InvalidOptionsError, type JobEvents } from '@drover/core';
import { stageOn, type StoreStage } from '../locks/every-store';
import { waitFor } from '../support/wait-for';
import { JOBS, MailJob, ReportJob } from './jobs';
import { BoardStage, type Asking, type Host } from './stage';

let store: StoreStage | undefined;

beforeAll(async () => {
  store = await stageOn('redis', { jobs: JOBS, logLevel: 'silent' });
  await MailJob.set({ wait: '1 hour' }).performLater('ada@example.test');
});

afterAll(() => store?.close());

/** Whoever the request says it comes from. */
const byHeader = (request: { headers: Record<string, unknown> }) =>
  request.headers['x-test-access'] as Access;

interface Route {
  readonly method: string;
  readonly path: string;
}

const OWN_ROUTES: readonly Route[] = [
  ...[
    '/api/stats',
    '/schedule',
    '/processes',
    '/locks',
    '/search?name=x',
    '/metrics',
    '/no-page',
  ].map((path) => ({ method: 'get', path })),
  ...['/schedule/run', '/schedule/enable', '/schedule/disable', '/locks/release', '/search'].map(
    (path) => ({ method: 'post', path }),
  ),
  ...['/processes/quiet', '/processes/stop'].map((path) => ({ method: 'post', path })),
];

/** Also those that a later bull-board adds. */
function everyRoute(): readonly Route[] {
  const { api, entryPoint } = appRoutes;
  const theirs = [...api, entryPoint].flatMap(({ method, route }) =>
    [method].flat().flatMap((verb) => [route].flat().map((path) => ({ method: verb, path }))),
  );
  return [...theirs, { method: 'get', path: '/static/favicon.ico' }, ...OWN_ROUTES].map(
    ({ method, path }) => ({ method: method.toUpperCase(), path: `/jobs${filled(path)}` }),
  );
}

function filled(path: string): string {
  return path
    .replace(':queueName', 'no-such-queue')
    .replace(':jobId', 'no-such-job')
    .replace(':queueStatus', 'failed')
    .replaceAll(/:\w+/g, 'x');
}

/** What is noted of a request: nothing of a look; of a change what its address tells. */
function recordOf(method: string, path: string, status: number): readonly object[] {
  if (method === 'GET') return [];
  return [
    {
      ...{ user: 'ada', status, action: expect.stringMatching(/\w{3}/) },
      ...(path.includes('no-such-queue') && { queue: 'no-such-queue' }),
      ...(path.includes('no-such-job') && { jobIds: ['no-such-job'] }),
    },
  ];
}

/** The record of changes from now on, once there are so many. */
function recorded(): (count: number) => Promise<readonly JobEvents['boardAction'][]> {
  const actions: JobEvents['boardAction'][] = [];
  const end = currentApplication().events.on('boardAction', (event) => actions.push(event));
  return async (count) => {
    await waitFor(() => actions.length >= count);
    end();
    return actions;
  };
}

const SITES = {
  'same-site': { 'Sec-Fetch-Site': 'same-origin', 'Sec-Fetch-Mode': 'cors' },
  'cross-site': { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'cors' },
};

describe.each<Host>(['5', '4'])('in an application of Express %s', (host) => {
  const boards: BoardStage[] = [];

  afterAll(() => Promise.all(boards.map((each) => each.close())));

  async function open(options?: BoardOptions, settings?: object): Promise<BoardStage> {
    const stage = await BoardStage.open(options, settings, host);
    boards.push(stage);
    return stage;
  }

  describe.each(everyRoute())('$method $path', ({ method, path }) => {
    test.each([
      ['none', 'same-site', false],
      ['read', 'same-site', method === 'GET'],
      ['write', 'same-site', true],
      ['none', 'cross-site', false],
      ['read', 'cross-site', false],
      ['write', 'cross-site', false],
    ] as const)('lets %s from the %s in: %s', async (access, site, isLetIn) => {
      const stage = boards[0] ?? (await open({ authorize: byHeader, user: () => 'ada' }));
      const record = recorded();
      const { status, headers } = await stage.ask(path, {
        method,
        headers: { 'X-Test-Access': access, ...SITES[site] },
      });
      expect(status !== 403).toBe(isLetIn);
      expect(status).toBeLessThan(500);
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers['x-powered-by']).toBeUndefined();
      const expected = recordOf(method, path, status);
      expect(await record(expected.length)).toMatchObject(expected);
    });
  });

  describe('without authorize', () => {
    const environment = process.env['NODE_ENV'];
    afterEach(() => {
      process.env['NODE_ENV'] = environment;
    });

    test('it is closed in production, with a page that says how to open it', async () => {
      process.env['NODE_ENV'] = 'production';
      const stage = await open();
      const { status, text } = await stage.ask('/jobs/');
      expect([status, text]).toEqual([
        503,
        expect.stringContaining('board({ authorize: basicAuth('),
      ]);
      expect((await stage.ask('/jobs/api/queues')).json).toEqual({ error: expect.any(String) });
    });

    test('in development it is open to this machine, under a name of this machine', async () => {
      const warn = jest.spyOn(currentApplication().logger, 'warn');
      const stage = await open();
      expect((await stage.ask('/jobs/')).status).toBe(200);
      expect(warn).toHaveBeenCalledWith({ code: 'DROVER_BOARD_OPEN' }, expect.any(String));
      const strangers = [{ Host: 'evil.example' }, { 'X-Forwarded-For': '203.0.113.7' }];
      for (const headers of strangers)
        expect((await stage.ask('/jobs/', { headers })).status).toBe(403);
    });
  });

  describe('authorize', () => {
    test.each([undefined, true, 'admin', null])(
      'that answers %p lets nobody in',
      async (answer) => {
        const stage = await open({ authorize: () => answer as never });
        expect((await stage.ask('/jobs/')).status).toBe(403);
      },
    );

    test('that throws lets nobody in, and tells nothing', async () => {
      const authorize = () => Promise.reject(new Error('the database has the password hunter2'));
      const stage = await open({ authorize });
      for (const path of ['/jobs/', '/jobs/api/queues']) {
        const { status, text } = await stage.ask(path);
        expect(status).toBe(500);
        expect(text).not.toMatch(/hunter2|at .*\.ts:/);
      }
    });

    test('may take its time', async () => {
      const authorize = async () => Promise.resolve('read' as const);
      const stage = await open({ authorize });
      expect((await stage.ask('/jobs/')).status).toBe(200);
    });

    test('is refused when it is no function, and so is what the board does not know', () => {
      expect(() => board({ authorize: 'write' as never })).toThrow(InvalidOptionsError);
      expect(() => board({ authorise: () => 'write' } as never)).toThrow(
        /`authorize`.*"authorise"/,
      );
      expect(() => board({ basePath: 'https://evil.example' })).toThrow(InvalidOptionsError);
    });
  });

  describe('basicAuth', () => {
    const authorize = basicAuth([
      { user: 'ada', password: 'correct horse: battery' },
      { user: 'bob', password: 'only looks', access: 'read' },
    ]);
    const as = (user: string, password: string): Asking => ({
      headers: {
        Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
      },
    });

    test('asks for a password, and lets in whoever knows it', async () => {
      const stage = await open({ authorize });
      const { status, headers } = await stage.ask('/jobs/');
      expect([status, headers['www-authenticate']]).toEqual([
        401,
        'Basic realm="Drover", charset="UTF-8"',
      ]);
      expect((await stage.ask('/jobs/', as('ada', 'correct horse: battery'))).status).toBe(200);
      for (const [user, password] of [
        ['ada', 'wrong'],
        ['bob', 'correct horse: battery'],
        ['', ''],
      ] as const)
        expect((await stage.ask('/jobs/', as(user, password))).status).toBe(401);
      for (const Authorization of ['Basic', 'Basic !!!', 'Bearer x', 'Basic YWRh'])
        expect((await stage.ask('/jobs/', { headers: { Authorization } })).status).toBe(401);
    });

    test('keeps a reader from changing anything, and tells who tried', async () => {
      const stage = await open({ authorize });
      const record = recorded();
      const path = '/jobs/api/queues/mails/pause';
      const asBob = { ...as('bob', 'only looks'), method: 'PUT' };
      const asAda = { ...as('ada', 'correct horse: battery'), method: 'PUT' };
      expect((await stage.ask(path, asBob)).status).toBe(403);
      expect((await stage.ask(path, asAda)).status).toBe(200);
      await stage.ask('/jobs/api/queues/mails/resume', asAda);
      expect(await record(3)).toEqual([
        { user: 'bob', action: 'pause queue', queue: 'mails', status: 403 },
        { user: 'ada', action: 'pause queue', queue: 'mails', status: 200 },
        { user: 'ada', action: 'resume queue', queue: 'mails', status: 200 },
      ]);
    });

    test('refuses an account without a password, and does not tell what it was', () => {
      const unset = { user: 'admin', password: process.env['NO_SUCH_VARIABLE'] as string };
      expect(() => basicAuth(unset)).toThrow(InvalidOptionsError);
      expect(() => basicAuth({ user: 'admin', password: '' })).toThrow(/password: expected/);
      expect(() => basicAuth([])).toThrow(InvalidOptionsError);
    });
  });

  describe('what is sent from elsewhere', () => {
    test.each([
      [{ Origin: 'https://evil.example' }, 403],
      [{ Origin: 'null' }, 403],
      [{ 'Sec-Fetch-Site': 'same-site' }, 403],
      [{}, 200],
    ])('a change with %j is answered with %i', async (headers, expected) => {
      const stage = await open({ authorize: () => 'write' });
      const asking = { method: 'PUT', headers: headers as Record<string, string> };
      expect((await stage.ask('/jobs/api/queues/reports/resume', asking)).status).toBe(expected);
    });

    test('a change with the origin of the board is let in, and so is a link to it', async () => {
      const stage = await open({ authorize: () => 'write' });
      const headers = { Origin: stage.url };
      await ReportJob.set({ wait: '1 hour' }).performLater('go');
      const path = '/jobs/api/queues/mails/resume';
      expect((await stage.ask(path, { method: 'PUT', headers })).status).toBe(200);
      const link = { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate' };
      expect((await stage.ask('/jobs/', { headers: link })).status).toBe(200);
    });
  });

  describe('behind a proxy that changes the host', () => {
    const change = async (stage: BoardStage, headers: Record<string, string>) =>
      (await stage.ask('/jobs/api/queues/mails/resume', { method: 'PUT', headers })).status;
    const headers = { Origin: 'https://jobs.example', 'X-Forwarded-Host': 'jobs.example' };

    test('a change with the origin that browsers see is let in, if the proxy is trusted', async () => {
      const authorize = () => 'write' as const;
      const trusting = await open({ authorize }, { 'trust proxy': 'loopback' });
      expect(await change(trusting, headers)).toBe(200);
      expect(await change(trusting, { ...headers, Origin: 'https://evil.example' })).toBe(403);
      expect(await change(await open({ authorize }), headers)).toBe(403);
    });

    test('addresses begin with the path that browsers see', async () => {
      const stage = await open({ authorize: () => 'write', basePath: '/admin/queues' });
      expect((await stage.ask('/jobs/')).text).toContain('<base href="/admin/queues/"');
      expect((await stage.ask('/jobs/locks')).text).toContain('href="/admin/queues/schedule"');
    });
  });

  // Whoever reads bodies first has left nothing of them for the board to read.
  test.each(['/jobs', '/parsed/jobs'])('what is asked of %s is understood', async (path) => {
    const stage = await open({ authorize: () => 'write' });
    const found = await stage.ask(`${path}/search?name=mailjob&state=delayed`);
    expect(found.text).toContain('ada@example.test');
    expect((await stage.ask(`${path}/search?name=nothing`)).text).toContain('None that fits.');
    const form = { action: 'promote', job: 'mails/no-such-job', back: 'name=x' };
    expect((await stage.ask(`${path}/search`, { method: 'POST', form })).headers.location).toBe(
      `${path}/search?name=x&did=promote&count=0`,
    );
    const body = { name: 'MailJob', data: ['x@example.test'], options: { delay: 3_600_000 } };
    const added = await stage.ask(`${path}/api/queues/mails/add`, { method: 'POST', body });
    expect([added.status, added.text]).toEqual([200, expect.stringContaining('x@example.test')]);
  });

  describe('what is meant to break out', () => {
    test.each([
      '/jobs/static/../../package.json',
      '/jobs/static/%2e%2e/%2e%2e/package.json',
      '/jobs/static/..%2f..%2fpackage.json',
      '/jobs/static/%2e%2e%5c%2e%2e%5cpackage.json',
      '/jobs/static//etc/passwd',
      '/jobs/queue/..%2f..%2f..%2fetc%2fpasswd',
      '/jobs/api/queues/..%2f..%2fetc/passwd',
      '/jobs/%00',
      '/jobs/%E0%A4%A',
    ])('%s leads nowhere', async (path) => {
      const stage = await open({ authorize: () => 'write' });
      const { status, text } = await stage.ask(path);
      expect(text).not.toMatch(/root:|"dependencies"|node_modules/);
      expect(status).toBeLessThan(500);
    });

    test('a name with line breaks makes no header and no action of its own', async () => {
      const stage = await open({ authorize: () => 'write' });
      const path = '/jobs/api/queues/a%0d%0aSet-Cookie:%20x=1/pause';
      const { headers } = await stage.ask(path, { method: 'PUT' });
      expect(headers['set-cookie']).toBeUndefined();
    });

    test('script in names, arguments and errors arrives as text', async () => {
      const script = '<script>alert(1)</script>';
      const job = await MailJob.set({ wait: '1 hour' }).performLater(script);
      const stage = await open({ authorize: () => 'write', title: script });
      const list = await stage.ask('/jobs/api/queues?activeQueue=mails');
      expect(list.headers['content-type']).toContain('application/json');
      expect(list.headers['x-content-type-options']).toBe('nosniff');
      expect(list.text).toContain(script);
      for (const path of ['/jobs/', `/jobs/queue/mails/${job.id}`, `/jobs/${script}`])
        expect((await stage.ask(encodeURI(path))).text).not.toContain(script);
    });
  });
});
