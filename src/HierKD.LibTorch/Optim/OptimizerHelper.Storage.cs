using TorchSharp.Utils;

namespace TorchSharp.Modules;

public abstract partial class OptimizerHelper
{
    /// <summary>The live options and states.</summary>
    public virtual StateDictionary state_dict()
    {
        var result = new StateDictionary();
        foreach (var group in _parameter_groups)
        {
            var indices = new List<int>();
            result.Options.Add(group.Options);
            result.StateIndexRef.Add(indices);
            foreach (var parameter in group.Parameters)
            {
                indices.Add(result.State.Count);
                result.State.Add(_state[parameter.Handle]);
            }
        }

        return result;
    }

    /// <summary>Copies options and states of an optimizer of the same kind for parameters of the same shapes.</summary>
    public virtual void load_state_dict(StateDictionary state_dict)
    {
        var own = this.state_dict();
        ThrowUnlessSame(own, state_dict.Options.Count, state_dict.State.Count);
        foreach (var (target, source) in own.Options.Zip(state_dict.Options).Where(pair => pair.First != pair.Second))
        {
            target.LoadStateDict(source);
        }

        foreach (var (target, source) in own.State.Zip(state_dict.State).Where(pair => pair.First != pair.Second))
        {
            target.LoadStateDict(source);
        }
    }

    public void save_state_dict(string location)
    {
        using var writer = new BinaryWriter(File.Create(location));
        save_state_dict(writer);
    }

    public void save_state_dict(BinaryWriter writer)
    {
        var own = state_dict();
        writer.Write(GetType().Name);
        writer.WriteVariableLength(own.Options.Count);
        writer.WriteVariableLength(own.State.Count);
        own.Options.ForEach(options => options.SaveStateDict(writer));
        own.State.ForEach(state => state.SaveStateDict(writer));
    }

    public void load_state_dict(string location)
    {
        using var reader = new BinaryReader(File.OpenRead(location));
        load_state_dict(reader);
    }

    public void load_state_dict(BinaryReader reader)
    {
        var kind = reader.ReadString();
        if (kind != GetType().Name)
        {
            throw new InvalidDataException($"The saved state is one of {kind}, not of {GetType().Name}.");
        }

        var own = state_dict();
        ThrowUnlessSame(own, reader.ReadVariableLength(), reader.ReadVariableLength());
        own.Options.ForEach(options => options.LoadStateDict(reader));
        own.State.ForEach(state => state.LoadStateDict(reader));
    }

    private static void ThrowUnlessSame(StateDictionary own, long groups, long parameters)
    {
        if (groups != own.Options.Count || parameters != own.State.Count)
        {
            throw new ArgumentException(
                $"The state is of {groups} groups with {parameters} parameters, the optimizer has {own.Options.Count} with {own.State.Count}.");
        }
    }
}
