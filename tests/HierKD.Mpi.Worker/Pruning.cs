using System.Text.Json;
using HierKD.Models;
using HierKD.Samples;

namespace HierKD.Mpi.Worker;

/// <summary>Prunes a network, alone or with others, and writes what came out as each process has it.</summary>
internal static class Pruning
{
    private const int Held = 200;

    public static void Run(Arguments told)
    {
        using var mpi = told.Text("alone") is null ? MpiProcessGroup.Start() : null;
        IProcessGroup processes = mpi ?? ProcessGroup.Single;
        // In one process the parts of a batch are what the others would have.
        var parts = told.Number("parts", 1);
        var images = told.Number("images", 1000);
        var before = Tensor.TotalCount;
        Dictionary<string, double[]> outcome = [];
        using (var cancel = new CancellationTokenSource())
        {
            manual_seed(1);
            using var inner = told.Text("net") == "vgg" ? (nn.Module<Tensor, Tensor>)VggBn.FashionMnist() : new PlainNet();
            using var model = new InTurn(inner, parts);
            if (told.Text("double") is not null) model.to(ScalarType.Float64);
            model.to(mpi?.Device ?? CPU);
            var (x, y) = FashionMnistFiles.Read(FashionMnist.Bundled, "train");
            using var scope = NewDisposeScope();
            x = x.to(model.parameters().First().dtype);
            Warm(inner, x[..128], y[..128]);
            model.eval();
            using var trainX = x[..images].contiguous();
            using var trainY = y[..images].contiguous();
            var train = new TensorBatches(trainX, trainY, told.Number("batch", 20) * parts, shuffleSeed: 3);
            var validation = new TensorBatches(x[images..(images + Held)].contiguous(), y[images..(images + Held)].contiguous(), 50);
            var data = new PruningData(Source(train, told, cancel, processes), validation)
            {
                TrainBatches = told.Text("own") is null ? null : train.CountShard(processes.Size),
            };
            var checkpoint = told.Text("checkpoint");
            if (told.Text("killwriting") is { } time && processes.Rank == 0)
            {
                KilledWriter.Watch(checkpoint!, int.Parse(time, System.Globalization.CultureInfo.InvariantCulture));
            }
            using var result = HierarchicalPruner.Run(model, data, Options(told, processes, checkpoint), cancellationToken: cancel.Token);
            outcome = Outcome(model, result);
            x.Dispose();
            y.Dispose();
        }
        if (told.Text("out") is { } file) File.WriteAllText($"{file}.{processes.Rank}.json", JsonSerializer.Serialize(outcome));
        Console.WriteLine($"rank {processes.Rank}: done, {Tensor.TotalCount - before} tensors more than before");
    }

    private static PruningOptions Options(Arguments told, IProcessGroup processes, string? checkpoint) => new()
    {
        Chain = TeacherChain.Uniform(0.5, assistants: 1),
        Processes = processes,
        Checkpoint = checkpoint is null ? null : new(checkpoint) { Keep = true },
        Task = told.Text("rising") is null ? PruningTask.Classification() : PruningTask.Classification(metric: new RisingMetric()),
        Distillation = new() { Teacher = LevelTeacher.Original },
        Latency = new() { Rounds = 1 },
        Training = new()
        {
            Joint = new() { Epochs = told.Number("joint", 2), ScoringBatches = 4 },
            FineTuning = new()
            {
                Epochs = told.Number("tune", 2),
                Teacher = told.Text("ladder") is null ? FineTuneTeacher.Original : FineTuneTeacher.Ladder,
            },
            TeacherCacheBytes = told.Number("cache", 1 << 20),
            Optimizer = (parameters, rate) =>
                optim.SGD(parameters, told.Text("apart") == $"{processes.Rank}" ? rate * 1.001 : rate, momentum: 0.9, nesterov: true),
            LearningRate = told.Text("differ") == $"{processes.Rank}" ? 0.02 : 0.01,
        },
    };

    private static IEnumerable<PruningBatch> Source(
        TensorBatches train, Arguments told, CancellationTokenSource cancel, IProcessGroup processes)
    {
        if (told.Text("own") is { } own) return new OwnBatches(train, processes, own == $"{processes.Rank}");
        return told.Text("trouble") is { } trouble ? new TroubledBatches(train, trouble, cancel) : train;
    }

    /// <summary>A few steps, so that logits are no mere noise.</summary>
    private static void Warm(nn.Module<Tensor, Tensor> model, Tensor x, Tensor y)
    {
        using var optimizer = optim.SGD(model.parameters(), 0.05, momentum: 0.9);
        model.train();
        for (var i = 0; i < 10; i++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            nn.functional.cross_entropy(model.call(x), y).backward();
            optimizer.step();
        }
        model.eval();
    }

    private static Dictionary<string, double[]> Outcome(nn.Module model, PruningResult result)
    {
        Dictionary<string, double[]> outcome = [];
        using var scope = NewDisposeScope();
        foreach (var (name, tensor) in model.state_dict())
        {
            outcome.Add(name, tensor.to(ScalarType.Float64).cpu().contiguous().data<double>().ToArray());
        }
        foreach (var group in result.Graph.Groups)
        {
            outcome.Add($"mask of {group.Name}", [.. result.Mask()[group].Select(on => on ? 1.0 : 0)]);
        }
        outcome.Add("metrics", [.. result.Report.History.SelectMany(e => e.Metrics).Select(m => m.Metric)]);
        outcome.Add("multiply-adds", [result.Report.TrainingMultiplyAdds]);
        return outcome;
    }
}
