namespace HierKD.Tests.Run;

/// <summary>Tests of whole runs on a tiny network: three training steps an epoch.</summary>
public abstract class RunTest : IDisposable
{
    private static SortedDictionary<string, byte[]>? _trained;

    private readonly List<IDisposable> _owned = [];
    private TemporaryFolder? _folder;

    protected RunTest()
    {
        TrainSet = Own(new Patterns(96, seed: 11));
        ValidationSet = Own(new Patterns(64, seed: 12));
    }

    protected Patterns TrainSet { get; }

    protected Patterns ValidationSet { get; }

    /// <summary>A short run that removes 18 of 30 filters.</summary>
    protected static PruningOptions Quick { get; } = new()
    {
        Chain = TeacherChain.Uniform(studentRatio: 0.6, assistants: 2),
        Training = new()
        {
            Joint =
            new() { Epochs = 2, MaskInterval = 2, ScoringBatches = 2 },
            FineTuning = new() { Epochs = 2 },
            LearningRate = 0.02
        },
    };

    /// <summary>New batches on each call, so that every run sees the same order.</summary>
    protected PruningData Data(int shuffleSeed = 3) => new(TrainSet.Batches(32, shuffleSeed), ValidationSet.Batches(64));

    /// <summary>A network that has learned the patterns.</summary>
    protected TinyNet TrainedNet()
    {
        var net = Own(TinyNet.Seeded());
        if (_trained is null)
        {
            using var optimizer = optim.SGD(net.parameters(), 0.05, momentum: 0.9);
            for (var epoch = 0; epoch < 8; epoch++)
            {
                foreach (var (x, y) in TrainSet.Batches(32, shuffleSeed: 5)) OrdinaryTraining.Step(net, optimizer, x, y);
            }
            foreach (var parameter in net.parameters()) parameter.grad = null;
            _trained = ModelBits.Of(net);
        }
        ModelBits.Write(net, _trained);
        return net;
    }

    protected T Own<T>(T disposable)
        where T : IDisposable
    {
        _owned.Add(disposable);
        return disposable;
    }

    /// <summary>A path in a folder that is deleted with the test.</summary>
    protected string TemporaryFile(string name) => Path.Combine((_folder ??= Own(new TemporaryFolder())).Path, name);

    public void Dispose()
    {
        foreach (var disposable in Enumerable.Reverse(_owned)) disposable.Dispose();
        GC.SuppressFinalize(this);
    }

    private sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("hierkd-tests-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
