using HierKD;
using static TorchSharp.torch;
using MyNet = HierKD.Tests.Run.TinyNet;

namespace Readme;

/// <summary>What docs/discovery.md and docs/pytorch.md show.</summary>
internal static class DiscoveryAndFiles
{
    public static void Discover(nn.Module<Tensor, Tensor> model, Tensor exampleInput)
    {
        #region discover
        FilterGraph graph = FilterGraph.Discover(model, exampleInput);
        Console.WriteLine(graph);              // what can go, what goes with it, what stays and why
        File.WriteAllText("graph.md", "```mermaid\n" + graph.ToMermaid() + "```\n");
        #endregion
    }

    public static void Watch(nn.Module<Tensor, Tensor> model, Tensor exampleInput)
    {
        #region watch
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        FilterGraph graph = FilterGraph.Discover(
            model, exampleInput,
            progress: new Progress<DiscoveryProgress>(p => Console.WriteLine($"{p.Phase}: forward pass {p.ForwardPasses}")),
            cancellationToken: cancellation.Token);
        #endregion
    }

    public static void Cut(nn.Module<Tensor, Tensor> model, Tensor exampleInput)
    {
        #region cut
        FilterGraph graph = FilterGraph.Discover(model, exampleInput);
        FilterMask mask = FilterMask.Of(
            graph, graph.Groups.Select(group => Enumerable.Range(0, group.Filters).Select(filter => filter % 3 != 2)));
        Console.WriteLine($"{graph.Cost.MultiplyAdds(mask)} of {graph.Cost.MultiplyAdds(FilterMask.Full(graph))} multiply-adds stay.");

        FilterRemoval.Apply(model, mask);                      // in place: the same modules, smaller tensors
        SlimModel.Save("mynet-cut.hierkd", model, mask);
        using var small = SlimModel.Load("mynet-cut.hierkd", () => new MyNet());
        #endregion
    }

    public static void Weights()
    {
        #region weights
        using var model = new MyNet();
        SafetensorsWeights.Load(model, "weights.safetensors");
        #endregion
    }

    public static void PyTorchFile()
    {
        #region pth
        using var model = new MyNet();
        PyTorchWeights.Load(model, "weights.pth");             // torch.save(model.state_dict(), 'weights.pth')
        #endregion
    }

    public static void Checkpoint()
    {
        #region checkpoint
        using var model = new MyNet();
        LoadedWeights loaded = PyTorchWeights.Load(model, "checkpoint.pth", new()
        {
            Entry = "state_dict",          // beside it are an epoch, an optimizer, arguments, ...
            FilePrefix = "module.",        // the file's keys begin with it, the model's do not
            Convert = true,                // the file is float16, the model float32
            Skip = ["classifier.3.*"],     // another number of classes: the model keeps its own
        });
        Console.WriteLine(loaded);         // what was skipped and what was converted
        #endregion
    }

    public static void Shards()
    {
        #region shards
        using var model = new MyNet();
        SafetensorsWeights.Load(model, "model.safetensors.index.json");
        #endregion
    }
}
