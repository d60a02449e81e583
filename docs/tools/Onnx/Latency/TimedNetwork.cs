using HierKD.Networks;
using HierKD.Onnx;
using HierKD.OnnxSurvey.Catalog;
using HierKD.Tests;

namespace HierKD.OnnxSurvey.Latency;

/// <summary>A network in TorchSharp, and its file.</summary>
internal sealed class TimedNetwork : IDisposable
{
    private TimedNetwork(nn.Module<Tensor, Tensor> model, Tensor example)
    {
        Model = model;
        OnnxModel.Save(File, model, example);
    }

    public nn.Module<Tensor, Tensor> Model { get; }

    public string File { get; } = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}.onnx");

    public long Parameters => Model.parameters().Sum(p => p.numel());

    public static TimedNetwork Whole(OnnxCase network, Tensor example, int seed) => new(Make(network, seed), example);

    /// <summary>The same network without half of the filters of each group; and the multiply-adds of both.</summary>
    public static (TimedNetwork Network, long MultiplyAdds, long MultiplyAddsPruned) Pruned(OnnxCase network, Tensor example, int seed)
    {
        var model = Make(network, seed);
        var graph = FilterGraph.Discover(model, example);
        var half = HalfMask.Of(graph, seed);
        var (all, left) = (graph.Cost.MultiplyAdds(FilterMask.Full(graph)), graph.Cost.MultiplyAdds(half));
        FilterRemoval.Apply(model, half);
        return (new TimedNetwork(model, example), all, left);
    }

    public void Dispose()
    {
        Model.Dispose();
        System.IO.File.Delete(File);
    }

    private static nn.Module<Tensor, Tensor> Make(OnnxCase network, int seed)
    {
        random.manual_seed(seed);
        var model = (nn.Module<Tensor, Tensor>)TrainedWeights.Give(network.Network.Create(), seed);
        model.eval();
        return model;
    }
}
