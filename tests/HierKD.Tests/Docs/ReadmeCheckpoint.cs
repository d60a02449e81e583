using HierKD;
using TorchSharp;
using static TorchSharp.torch;

namespace Readme;

/// <summary>README.md's run that can be interrupted, in a method so that a test can run it.</summary>
internal static class ReadmeCheckpoint
{
    public static void Run(nn.Module<Tensor, Tensor> model, PruningData data)
    {
        #region checkpoint
        var options = Recipe.Default(studentRatio: 0.6) with { Checkpoint = new("mynet.checkpoint") };
        using PruningResult result = HierarchicalPruner.Run(model, data, options);   // start it again after a crash or Ctrl+C: it goes on
        result.Save("mynet-small.hierkd");                                           // now the checkpoint goes
        #endregion
    }
}
