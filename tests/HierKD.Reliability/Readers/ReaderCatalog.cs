using HierKD.Reliability.Mutations;

namespace HierKD.Reliability.Readers;

/// <summary>All readers and what damages their files.</summary>
internal static class ReaderCatalog
{
    private static readonly IReadOnlyDictionary<string, Func<(FileReader Reader, IMutator Mutator)>> All =
        new Dictionary<string, Func<(FileReader, IMutator)>>
        {
            ["slim"] = () => Safetensors(SlimReader.Create()),
            ["weights"] = () => Safetensors(WeightsReader.Create(own: true)),
            ["weights-of-others"] = () => Safetensors(WeightsReader.Create(own: false)),
            ["pytorch"] = () => (PyTorchReader.Create(), new PyTorchMutator(PyTorchReader.Pickle, PyTorchReader.Archive)),
            ["run-checkpoint"] = () => Safetensors(RunCheckpointReader.Create()),
            ["session-checkpoint"] = () => Safetensors(SessionCheckpointReader.Create()),
        };

    public static IReadOnlyList<string> Names { get; } = [.. All.Keys];

    public static (FileReader Reader, IMutator Mutator) Create(string name) => All[name]();

    private static (FileReader Reader, IMutator Mutator) Safetensors(FileReader reader) =>
        (reader, new SafetensorsMutator(reader.Whole, reader.HasChecksum));
}
