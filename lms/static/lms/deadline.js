// The time left in a test, counted on from what the server said. When it is over, the server grades what it has.
const deadline = document.querySelector("[data-seconds-left]");

if (deadline) {
  const MOMENTS = [600, 300, 60, 30];
  const endsAt = Date.now() + Number(deadline.dataset.secondsLeft) * 1000;
  const shown = deadline.querySelector("[data-time-left]");
  const said = document.querySelector("[data-time-said]");

  const words = (seconds) => (seconds >= 60 ? `残り${Math.floor(seconds / 60)}分` : `残り${seconds}秒`);

  const finish = () =>
    session.mine().then(
      () => location.assign(location.pathname),
      () => setTimeout(finish, 5000),
    );

  const tick = () => {
    const seconds = Math.max(Math.ceil((endsAt - Date.now()) / 1000), 0);
    shown.textContent = words(seconds);
    if (MOMENTS.includes(seconds)) said.textContent = `解答の期限まで、${words(seconds)}です。`;
    if (seconds === 0) return void finish();
    setTimeout(tick, 1000);
  };
  tick();
}
