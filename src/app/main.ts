import '../core/model/zod-setup'
import { mount } from 'svelte'
import Root from './App.svelte'
import './parts/tokens.css'
import { App } from './state/app.svelte'

const app = new App()
await app.load()
const target = document.getElementById('app')
if (target) mount(Root, { target, props: { app } })
