import { chromium } from 'playwright-core';
const b = await chromium.launch({executablePath:'/usr/bin/chromium',args:['--headless','--no-sandbox','--disable-gpu']});
const p = await b.newPage();
await p.addInitScript(()=>{ const h=history.replaceState.bind(history); (window as any).log=[]; history.replaceState=(...a:any)=>{(window as any).log.push(['replace',String(a[2])]);return h(...a as [any,any,any])}; const q=history.pushState.bind(history); history.pushState=(...a:any)=>{(window as any).log.push(['push',String(a[2])]);return q(...a as [any,any,any])}; addEventListener('hashchange',()=>(window as any).log.push(['hashchange',location.hash])); addEventListener('popstate',()=>(window as any).log.push(['popstate',location.hash]));});
await p.goto('file:///work/main/packages/docs/dist/en/reference.html#generatePayment');
await p.waitForSelector('#redoc h2');
await p.waitForTimeout(1500);
for (let i=0;i<40;i++){ await p.mouse.move(600,500); await p.mouse.wheel(0,600); await p.waitForTimeout(60);}
await p.waitForTimeout(500);
console.log(await p.evaluate(()=>(window as any).log));
console.log(await p.locator('#redoc a').evaluateAll(a=>a.map(x=>x.getAttribute('href')+' '+x.textContent)));
await p.evaluate(()=>{(window as any).log.length=0});
await p.locator('#navigation a[href$="#generatePayment"]').click(); await p.waitForTimeout(1000);
console.log(await p.evaluate(()=>(window as any).log));
await b.close();
