import { createServer } from 'node:http';
import { createOdooSimulator } from '../sandbox/odoo/server.ts';
import { runOdooCheck } from '../src/odoo-check/run.ts';
for (const [version,password,user] of [[17,'conveyor','conveyor'],[18,'conveyor','conveyor'],[19,'conveyor','conveyor'],[19,'b'.repeat(40),'conveyor'],[19,'admin','admin'],[17,'admin','admin']] as const) {
  const o = createOdooSimulator({version, database:'db', journalPath:null, publicUrl:'http://localhost'});
  o.seed({apiKeys:{conveyor:'b'.repeat(40)}});
  const s=createServer((q,r)=>{const c:Buffer[]=[];q.on('data',(d)=>c.push(d));q.on('end',()=>{o.handle({method:q.method!,path:q.url!,headers:q.headers,body:Buffer.concat(c)}).then(a=>{r.writeHead(a.status,a.headers);r.end(a.body)},e=>{console.error(e);r.writeHead(500);r.end()})})});
  await new Promise<void>(k=>s.listen(0,'127.0.0.1',k));
  const url=`http://127.0.0.1:${(s.address() as any).port}`;
  console.log('=====',version,password.slice(0,5));
  try{
  const rep=await runOdooCheck({url,database:'db',user,password,report:(r:any)=>{ if(r.outcome!=='passed'&&r.status!=='passed') console.log(JSON.stringify(r))}} as any);
  console.log(rep.odoo, rep.passed, rep.failed, rep.skipped, rep.left);
  }catch(e){console.log(e)}
  s.close(); o.close();
}
