using System.Diagnostics;
using System.Text.Json;
using HierKD.Models;

namespace HierKD.Mpi.Worker;

/// <summary>What the exchange of a joint step costs: calls, bytes, and time beside the step's own.</summary>
internal static class Exchange
{
    private const int WarmUps = 3;

    public static void Run(Arguments told)
    {
        using var mpi = told.Text("alone") is null ? MpiProcessGroup.Start() : null;
        var group = new CountingGroup(mpi is null ? ProcessGroup.Single : mpi);
        var (name, batch, steps) = (told.Text("net") ?? "vgg", told.Number("batch", 64), told.Number("steps", 20));
        manual_seed(1);
        using var model = name == "resnet50" ? (nn.Module<Tensor, Tensor>)ResNet.ResNet50() : VggBn.FashionMnist();
        using var scope = NewDisposeScope();
        long[] shape = name == "resnet50" ? [3, 64, 64] : [1, 28, 28];
        using var session = HierarchicalPruner.Start(model, randn([8, .. shape]), new SessionOptions
        {
            Processes = group,
            Chain = TeacherChain.Default(0.5, 1),
        });
        using var optimizer = optim.SGD(session.Parameters(), 1e-4);
        var given = new PruningBatch([randn([batch, .. shape])], [randint(0, 10, batch, dtype: ScalarType.Int64)]);
        session.ScoreOriginal(given);
        session.UpdateMasks();
        List<double> own = [], exchanged = [];
        for (var step = 0; step < WarmUps + steps; step++)
        {
            group.Clear();
            var watch = Stopwatch.StartNew();
            session.ZeroGrad();
            _ = session.Backward(given);
            optimizer.step();
            if (step < WarmUps) continue;
            exchanged.Add(group.Time.TotalMilliseconds);
            own.Add(watch.Elapsed.TotalMilliseconds - group.Time.TotalMilliseconds);
        }
        var multiplyAdds = session.Levels.Sum(l => 3 * session.Graph.Cost.MultiplyAdds(l.Mask)) + session.Graph.Cost.MultiplyAdds(
            FilterMask.Full(session.Graph));
        if (group.Rank != 0) return;
        var row = new ExchangeRow(
            name, mpi?.Library ?? "one process", group.Size, batch, group.Calls, group.Bytes, Median(own), Median(exchanged), multiplyAdds);
        Console.WriteLine(row);
        if (told.Text("rows") is { } file) File.AppendAllText(file, JsonSerializer.Serialize(row) + "\n");
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
