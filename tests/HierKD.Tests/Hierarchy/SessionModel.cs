using HierKD.Models;

namespace HierKD.Tests;

/// <summary>A small classifier with a batch, for sessions.</summary>
internal sealed class SessionModel : IDisposable
{
    public SessionModel(ScalarType type = ScalarType.Float32)
    {
        Model = TrainedWeights.Give(new VggBn([[4, 6], [8]], hidden: 10, classes: 3, inputChannels: 2, imageSize: 8), seed: 1).to(type);
        using var generator = new Generator(3);
        X = randn([6, 2, 8, 8], generator: generator).to(type);
        Y = tensor(new[] { 0L, 1, 2, 0, 1, 2 });
    }

    public VggBn Model { get; }

    public Tensor X { get; }

    public Tensor Y { get; }

    public PruningSession Start(SessionOptions? options = null) =>
        HierarchicalPruner.Start(Model, X, options ?? new SessionOptions { Chain = TeacherChain.Explicit(0.6, 0.3, 0) });

    public void Dispose() => Model.Dispose();
}
