using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>The live parameters and buffers by dotted name; a shared one appears under every name.</summary>
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                string Key(string name) => string.IsNullOrEmpty(prefix) ? name : $"{prefix}.{name}";

                foreach (var (name, parameter) in named_parameters())
                {
                    destination.TryAdd(Key(name), parameter);
                }

                foreach (var (name, buffer) in named_buffers(include_nonpersistent: false))
                {
                    destination.TryAdd(Key(name), buffer);
                }

                foreach (var (name, child) in _internal_submodules)
                {
                    child.state_dict(destination, Key(name));
                }

                return destination;
            }

            /// <summary>Copies values into the parameters and buffers; in strict mode the names on both sides must be the same.</summary>
            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(
                Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
            {
                var destination = state_dict();
                bool Wanted(string key) => skip is null || !skip.Contains(key);
                var missing = destination.Keys.Where(key => Wanted(key) && !source.ContainsKey(key)).ToList();
                var unexpected = source.Keys.Where(key => Wanted(key) && !destination.ContainsKey(key)).ToList();
                if (strict && (missing.Count > 0 || unexpected.Count > 0))
                {
                    throw new InvalidOperationException(
                        $"The state does not fit the module: missing [{string.Join(", ", missing)}], unexpected [{string.Join(", ", unexpected)}].");
                }

                using (no_grad())
                {
                    foreach (var (key, value) in source)
                    {
                        if (Wanted(key) && destination.TryGetValue(key, out var target))
                        {
                            target.copy_(value);
                        }
                    }
                }

                return (missing, unexpected);
            }

            /// <summary>Saves the state to a file.</summary>
            public Module save(string location, IList<string>? skip = null)
            {
                using var stream = File.Create(location);
                return save(stream, skip);
            }

            /// <summary>Saves the state to a stream, which is closed.</summary>
            public Module save(Stream stream, IList<string>? skip = null)
            {
                using var writer = new BinaryWriter(stream);
                return save(writer, skip);
            }

            /// <summary>Saves the state with a writer.</summary>
            public Module save(BinaryWriter writer, IList<string>? skip = null)
            {
                save_state_dict(writer, state_dict(), skip);
                return this;
            }

            /// <summary>Writes named tensors: their number, then each one's name, type, shape and elements.</summary>
            public static void save_state_dict(BinaryWriter writer, Dictionary<string, Tensor> sd, IList<string>? skip = null)
            {
                var entries = sd.Where(entry => skip is null || !skip.Contains(entry.Key)).ToList();
                writer.WriteVariableLength(entries.Count);
                foreach (var (key, tensor) in entries)
                {
                    writer.Write(key);
                    tensor.Save(writer);
                }
            }

            /// <summary>Loads the state from a file.</summary>
            public virtual Module load(string location, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                if (!File.Exists(location))
                {
                    throw new FileNotFoundException(location);
                }

                using var stream = File.OpenRead(location);
                return load(stream, strict, skip, loadedParameters);
            }

            /// <summary>Loads the state from a stream, which is closed.</summary>
            public Module load(Stream stream, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                using var reader = new BinaryReader(stream);
                return load(reader, strict, skip, loadedParameters);
            }

            /// <summary>Loads the state with a reader.</summary>
            public virtual Module load(BinaryReader reader, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                var (type, index) = (_deviceType, _deviceIndex);
                if (type != DeviceType.CPU)
                {
                    _to(DeviceType.CPU, -1, false);
                }

                try
                {
                    var destination = state_dict();
                    var count = reader.ReadVariableLength();
                    if (strict && count != destination.Count)
                    {
                        throw new ArgumentException($"The module has {destination.Count} tensors to load, the saved state has {count}.");
                    }

                    for (var entry = 0L; entry < count; entry++)
                    {
                        var key = reader.ReadString();
                        var found = destination.TryGetValue(key, out var target);
                        if (strict && !found)
                        {
                            throw new ArgumentException($"The saved state has '{key}', which the module lacks.");
                        }

                        if (found && (skip is null || !skip.Contains(key)))
                        {
                            target!.Load(reader);
                        }
                        else
                        {
                            TensorExtensionMethods.Load(reader, skip: true).Dispose();
                        }

                        loadedParameters?.Add(key, found);
                    }
                }
                finally
                {
                    if (type != DeviceType.CPU)
                    {
                        _to(type, index, false);
                    }
                }

                return this;
            }

            /// <summary>Creates a module and loads its state from a file.</summary>
            public static Module Create<T>(string path)
                where T : Module, new() => new T().load(path);
        }
    }
}
