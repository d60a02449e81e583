namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A module whose calls can be watched and altered by hooks.</summary>
        public class HookableModule<TPreHook, TPostHook> : Module
        {
            /// <summary>The hooks that see, and may replace, the input.</summary>
            protected Dictionary<string, TPreHook> pre_hooks = [];

            /// <summary>The hooks that see, and may replace, the output.</summary>
            protected Dictionary<string, TPostHook> post_hooks = [];

            /// <summary>The hooks told of a call before it.</summary>
            protected Dictionary<string, Action<Module>> module_pre_hooks = [];

            /// <summary>The hooks told of a call after it.</summary>
            protected Dictionary<string, Action<Module>> module_post_hooks = [];

            /// <summary>Creates a module.</summary>
            protected HookableModule(string name) : base(name) { }

            /// <summary>Adds a hook that sees, and may replace, the output of every call.</summary>
            public HookRemover register_forward_hook(TPostHook hook) => Add(post_hooks, hook);

            /// <summary>Adds a hook that is told of every call after it.</summary>
            public HookRemover register_forward_hook(Action<Module> hook) => Add(module_post_hooks, hook);

            /// <summary>Adds a hook that sees, and may replace, the input of every call.</summary>
            public HookRemover register_forward_pre_hook(TPreHook hook) => Add(pre_hooks, hook);

            /// <summary>Adds a hook that is told of every call before it.</summary>
            public HookRemover register_forward_pre_hook(Action<Module> hook) => Add(module_pre_hooks, hook);

            private HookRemover Add<THook>(Dictionary<string, THook> hooks, THook hook)
            {
                var key = Guid.NewGuid().ToString();
                hooks.Add(key, hook);
                return new HookRemover(this, key);
            }

            private void Remove(string key)
            {
                pre_hooks.Remove(key);
                post_hooks.Remove(key);
                module_pre_hooks.Remove(key);
                module_post_hooks.Remove(key);
            }

            private protected void BeforeForward()
            {
                foreach (var hook in module_pre_hooks.Values)
                {
                    hook(this);
                }
            }

            private protected void AfterForward()
            {
                foreach (var hook in module_post_hooks.Values)
                {
                    hook(this);
                }
            }

            /// <summary>Takes a hook away again.</summary>
            public class HookRemover(HookableModule<TPreHook, TPostHook> module, string key)
            {
                /// <summary>Takes the hook away.</summary>
                public void remove() => module.Remove(key);
            }
        }
    }
}
