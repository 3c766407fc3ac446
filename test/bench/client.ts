import { parseHarmony, HarmonyStream } from '../../src/client/harmony.ts';
const para='We look at the code `a <| b` and think about it. The function returns 1.\n```js\nconst x = 1;\n```\n';
for (const size of [1e4,1e5,1e6,1e7]) {
  const text='<|channel|>analysis<|message|>'+para.repeat(Math.ceil(size/2/para.length))+'<|end|><|start|>assistant<|channel|>final<|message|>'+para.repeat(Math.ceil(size/2/para.length))+'<|return|>';
  for (const [n,t] of [['normal',text],['markers','<|end|>'.repeat(size/7)],['markers in final','<|channel|>final<|message|>'+'x <|end|> '.repeat(size/10)],['reason','<|channel|>analysis<|message|>'+'assistantfinal <|end|> '.repeat(size/23)]] as const) {
    const s=performance.now(); parseHarmony(t); const e=performance.now();
    const st=new HarmonyStream(); const s2=performance.now(); for(let i=0;i<t.length;i+=4) st.push(t.slice(i,i+4)); st.end(); const e2=performance.now();
    console.log(size,n,(t.length/1e3/(e-s)).toFixed(1),'MB/s; 4-char chunks',(t.length/1e3/(e2-s2)).toFixed(1));
  }
}
