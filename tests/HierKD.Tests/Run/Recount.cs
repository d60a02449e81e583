using TorchSharp.Modules;

namespace HierKD.Tests.Run;

/// <summary>Parameters and multiply-adds counted on the model as it is, by hooks, independently of HierKD.</summary>
internal static class Recount
{
    public static long Parameters(nn.Module model) => model.parameters().Sum(p => p.numel());

    public static long MultiplyAdds(nn.Module<Tensor, Tensor> model, Tensor oneInput)
    {
        long sum = 0;
        List<Action> unhook = [];
        foreach (var module in model.modules())
        {
            if (module is Conv2d convolution)
            {
                unhook.Add(convolution.register_forward_hook((_, _, output) =>
                {
                    sum += convolution.weight.numel() * output.shape[2] * output.shape[3];
                    return output;
                }).remove);
            }
            else if (module is Linear linear)
            {
                unhook.Add(linear.register_forward_hook((_, _, output) =>
                {
                    sum += linear.weight!.numel();
                    return output;
                }).remove);
            }
        }
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var training = model.training;
        model.eval();
        model.call(oneInput);
        model.train(training);
        foreach (var remove in unhook) remove();
        return sum;
    }
}
