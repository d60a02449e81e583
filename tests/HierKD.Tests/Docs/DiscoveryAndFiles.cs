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
        PyTorchWeights.Load(model, "weights.pth");                                   // torch.save(model.state_dict(), 'weights.pth')
        PyTorchWeights.Load(model, "checkpoint.pth", entry: "state_dict");           // torch.save({'epoch': 3, 'state_dict': ...}, 'checkpoint.pth')
        #endregion
    }
}
