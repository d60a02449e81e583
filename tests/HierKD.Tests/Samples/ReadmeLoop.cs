using HierKD;
using TorchSharp;
using static TorchSharp.torch;

namespace Readme;

/// <summary>The training loop of README.md, in a method so that a test can run it.</summary>
internal static class ReadmeLoop
{
    public static void Run(nn.Module<Tensor, Tensor> model, Tensor exampleInput, IReadOnlyCollection<(Tensor x, Tensor y)> batches)
    {
        // README: loop
        using var session = HierarchicalPruner.Start(model, exampleInput, new() { Chain = TeacherChain.Default(0.6) });
        using var optimizer = torch.optim.SGD(session.Parameters(), learningRate: 0.02, momentum: 0.9, weight_decay: 4e-4, nesterov: true);
        foreach (var (x, y) in batches)
        {
            using var scope = torch.NewDisposeScope();
            session.ZeroGrad();
            IReadOnlyList<LevelLoss> losses = session.Backward(x, y);     // every level, forward and backward
            optimizer.step();
            session.UpdateMasks();
        }
        FilterMask mask = session.Finish(session.Student);                // the model is the student now
        SlimModel.Save("mynet-small.hierkd", model, mask);
        // README: end
    }
}
