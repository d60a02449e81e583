using TorchSharp.Modules;

namespace HierKD.Tests.Run;

/// <summary>A state that is easily lost: mixed training flags, a frozen parameter, a gradient on some parameters.</summary>
internal static class PeculiarState
{
    public static void Give(nn.Module model)
    {
        model.train();
        model.modules().OfType<BatchNorm2d>().FirstOrDefault()?.eval();
        var parameters = model.parameters().ToArray();
        if (parameters.Length > 1) parameters[1].requires_grad = false;
        if (parameters.Length == 0) return;
        using var gradient = ones_like(parameters[0], requires_grad: false);
        parameters[0].grad = gradient;
    }
}
