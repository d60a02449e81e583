using HierKD;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OwnTrainingLoop;

/// <summary>
/// The state of the loop after an epoch, by what the session makes public: its parameters, the masks of its levels, and the optimizer's state. Statistics of normalisations are not in it (the loop estimates them anew after every epoch
/// anyway), and neither are the filters' scores, which a session keeps to itself: <see cref="RestoreTo"/> leaves it to the loop to score again while masks still change.
/// </summary>
internal sealed class LoopCheckpoint
{
    private const string Format = "HierKD.OwnTrainingLoop 1";

    private readonly string _path;
    private readonly long _start;

    private LoopCheckpoint(string path, string settings, IReadOnlyList<double> history, long start) => (_path, Settings, History, _start) = (path, settings, history, start);

    /// <summary>What the training was told.</summary>
    public string Settings { get; }

    /// <summary>The validation accuracy after each epoch that is done.</summary>
    public IReadOnlyList<double> History { get; }

    /// <summary>Writes a checkpoint, whole or not at all.</summary>
    public static void Save(string path, string settings, IReadOnlyList<double> history, PruningSession session, OptimizerHelper optimizer)
    {
        var whole = path + ".part";
        using (var writer = new BinaryWriter(File.Create(whole)))
        {
            writer.Write(Format);
            writer.Write(settings);
            writer.Write(history.Count);
            foreach (var accuracy in history) writer.Write(accuracy);
            foreach (var on in session.Levels.SelectMany(level => session.Graph.Groups.SelectMany(group => level.Mask[group]))) writer.Write(on);
            foreach (var parameter in session.Parameters()) parameter.Save(writer);
            optimizer.save_state_dict(writer);
        }
        File.Move(whole, path, overwrite: true);
    }

    /// <summary>Finds a checkpoint; <see langword="null"/> if there is none.</summary>
    /// <exception cref="InvalidDataException">The file is no checkpoint of this sample, or one of another training.</exception>
    public static LoopCheckpoint? Find(string path, string settings)
    {
        if (!File.Exists(path)) return null;
        using var reader = new BinaryReader(File.OpenRead(path));
        try
        {
            if (reader.ReadString() != Format) throw new InvalidDataException($"'{path}' is no checkpoint of this sample: delete it, or give another folder by --work.");
            var saved = reader.ReadString();
            if (saved != settings) throw new InvalidDataException($"'{path}' is the checkpoint of another training ({saved}; this one is {settings}): delete it to begin anew, or give another folder by --work.");
            var history = new double[reader.ReadInt32()];
            for (var i = 0; i < history.Length; i++) history[i] = reader.ReadDouble();
            return new LoopCheckpoint(path, saved, history, reader.BaseStream.Position);
        }
        catch (Exception failure) when (failure is EndOfStreamException or FormatException)
        {
            throw new InvalidDataException($"'{path}' is no checkpoint of this sample: delete it, or give another folder by --work.", failure);
        }
    }

    /// <summary>Makes a fresh session on the same model what the saved one was.</summary>
    /// <param name="session">The session, in which every filter has been scored at least once.</param>
    /// <param name="masks">Its pruner.</param>
    /// <param name="optimizer">An optimizer on its parameters.</param>
    public void RestoreTo(PruningSession session, RestorableMasks masks, OptimizerHelper optimizer)
    {
        using var reader = new BinaryReader(File.OpenRead(_path));
        reader.BaseStream.Position = _start;
        masks.Restore(session, session.Levels.Select(_ => FilterMask.Of(session.Graph, session.Graph.Groups.Select(group => Bits(reader, group.Filters)))).ToArray());
        using (no_grad())
        {
            foreach (var parameter in session.Parameters())
            {
                using var saved = TensorExtensionMethods.Load(reader);
                parameter.copy_(saved);
            }
        }
        optimizer.load_state_dict(reader);
    }

    private static bool[] Bits(BinaryReader reader, int count) => Enumerable.Range(0, count).Select(_ => reader.ReadBoolean()).ToArray();
}
